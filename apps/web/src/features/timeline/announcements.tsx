import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';

/** What a screen reader says of the room on screen. */
export function Announcements() {
  const messages = useChat().announcer.messages.value;
  const only = messages.length === 1 ? messages[0] : undefined;
  const names = messages.map(({ name }) => name);
  return (
    <div class="visually-hidden" aria-live="polite">
      {only ? words.heard(only.name, only.body) : messages.length > 0 && words.heardMany(messages.length, names)}
    </div>
  );
}
