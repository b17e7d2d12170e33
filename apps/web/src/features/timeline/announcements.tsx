import type { Announced } from '../../models/announcer.ts';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';

/** What a screen reader says of the room on screen. */
export function Announcements() {
  const announced = useChat().announcer.announced.value;
  return (
    <div class="visually-hidden" aria-live="polite">
      {sentence(announced)}
    </div>
  );
}

function sentence(announced: readonly Announced[]): string {
  const [first] = announced;
  if (!first) return '';
  if (announced.length === 1) return single(first);
  const names = announced.flatMap(({ t, name }) => (t === 'message' ? [name] : []));
  return names.length > 0 ? words.heardMany(names.length, names) : words.heardChanges(announced.length);
}

function single(event: Announced): string {
  switch (event.t) {
    case 'message':
      return words.heard(event.name, event.body);
    case 'edited':
      return words.heardEdited(event.name, event.body);
    case 'deleted':
      return words.heardDeleted(event.name);
  }
}
