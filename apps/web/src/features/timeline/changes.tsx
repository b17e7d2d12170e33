import type { Names } from '../../models/names.ts';
import type { Change } from '../../models/timeline-rows.ts';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';

/** Who came and went, and what was set for the room, in one quiet line. */
export function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const { names } = useChat();
  return (
    <p class="row-changes">
      <bdi>{sentences(changes, names).join(' · ')}</bdi>
    </p>
  );
}

/** In the order in which it happened; those who came, or went, one after the other are named together. */
function sentences(changes: readonly Change[], known: Names): readonly string[] {
  const said: string[] = [];
  let names: string[] = [];
  changes.forEach((change, index) => {
    const passage = passageOf(change);
    if (!passage) return void said.push(...saidOf(change, known));
    names.push(known.now(change.by, change.name));
    const next = changes[index + 1];
    if (next && passageOf(next) === passage) return;
    said.push(words[passage](names));
    names = [];
  });
  return said;
}

/** Whether somebody came or went by themselves. */
function passageOf(change: Change): 'joined' | 'left' | undefined {
  if (change.t === 'joined' && change.invitedBy === undefined) return 'joined';
  return change.t === 'left' && change.removedBy === undefined ? 'left' : undefined;
}

/** Under the names that people have now. */
function saidOf(change: Change, known: Names): readonly string[] {
  const name = known.now(change.by, change.name);
  if (change.t === 'settings') return settingsSaid(name, change);
  const actorNow = (was: string | undefined): string => known.now(change.actor, was!);
  switch (change.t) {
    case 'joined':
      return [words.invited(name, actorNow(change.invitedBy))];
    case 'left':
      return [words.removed(name, actorNow(change.removedBy))];
    case 'role':
      return [words.roleSet(actorNow(change.changedBy), name, change.role)];
  }
}

function settingsSaid(by: string, { settings }: Extract<Change, { t: 'settings' }>): readonly string[] {
  const { retentionDays, name, topic, description, archived } = settings;
  return [
    ...(name === undefined ? [] : [words.renamed(by, name)]),
    ...(topic === undefined ? [] : [words.topicSet(by, topic)]),
    ...(description === undefined ? [] : [words.descriptionSet(by)]),
    ...(archived === undefined ? [] : [words.archivedSet(by, archived)]),
    ...(retentionDays === undefined ? [] : [words.retentionSet(by, retentionDays)]),
  ];
}
