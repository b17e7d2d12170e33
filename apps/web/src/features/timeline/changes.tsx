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

function sentences(changes: readonly Change[]): readonly string[] {
  const said: string[] = [];
  const joined: string[] = [];
  const left: string[] = [];
  for (const change of changes) {
    if (change.t === 'joined' && change.invitedBy !== undefined)
      said.push(words.invited(change.name, change.invitedBy));
    else if (change.t === 'left' && change.removedBy !== undefined)
      said.push(words.removed(change.name, change.removedBy));
    else if (change.t === 'settings') said.push(...settingsSaid(change));
    else if (change.t === 'role') said.push(words.roleSet(change.changedBy, change.name, change.role));
    else (change.t === 'joined' ? joined : left).push(change.name);
  }
  if (joined.length > 0) said.push(words.joined(joined));
  if (left.length > 0) said.push(words.left(left));
  return said;
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
