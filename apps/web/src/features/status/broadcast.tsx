import { IconButton } from '../../design/button.tsx';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';
import { LinkedText } from '../timeline/linked-text.tsx';

/** What the operator says to everybody, on top of every page until it is put away. */
export function Broadcast() {
  const { broadcast } = useChat();
  const message = broadcast.value;
  return (
    <section class="broadcast" aria-label={words.broadcastLabel} aria-live="polite">
      {message && (
        <div class="broadcast-banner">
          <p>
            <strong>{words.fromServer}</strong>{' '}
            <span dir="auto">
              <LinkedText text={message.body} />
            </span>
          </p>
          <IconButton icon="close" label={words.dismiss} onClick={() => (broadcast.value = undefined)} />
        </div>
      )}
    </section>
  );
}
