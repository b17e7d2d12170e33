import type { Change } from '../../models/timeline-rows.ts';
import { words } from '../../words/words.ts';

/** Who came and went, and what was set for the room, in one quiet line. */
export function Changes({ changes }: { readonly changes: readonly Change[] }) {
  return (
    <p class="row-changes">
      <bdi>{sentences(changes).join(' · ')}</bdi>
    </p>
  );
}

/** In the order in which it happened; those who came, or went, one after the other are named together. */
function sentences(changes: readonly Change[]): readonly string[] {
  const said: string[] = [];
  let names: string[] = [];
  changes.forEach((change, index) => {
    const passage = passageOf(change);
    if (!passage) return void said.push(...saidOf(change));
    names.push(change.name);
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

function saidOf(change: Change): readonly string[] {
  switch (change.t) {
    case 'joined':
      return [words.invited(change.name, change.invitedBy!)];
    case 'left':
      return [words.removed(change.name, change.removedBy!)];
    case 'role':
      return [words.roleSet(change.changedBy, change.name, change.role)];
    case 'settings':
      return settingsSaid(change);
  }
}

function settingsSaid({ name: by, settings }: Extract<Change, { t: 'settings' }>): readonly string[] {
  const { retentionDays, name, topic, description, archived } = settings;
  return [
    ...(name === undefined ? [] : [words.renamed(by, name)]),
    ...(topic === undefined ? [] : [words.topicSet(by, topic)]),
    ...(description === undefined ? [] : [words.descriptionSet(by)]),
    ...(archived === undefined ? [] : [words.archivedSet(by, archived)]),
    ...(retentionDays === undefined ? [] : [words.retentionSet(by, retentionDays)]),
  ];
}
