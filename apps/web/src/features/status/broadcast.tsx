import { IconButton } from '../../design/button.tsx';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';
import { MessageText } from '../message-text/message-text.tsx';

/** What the operator says to everybody, on top of every page until it is put away. */
export function Broadcast() {
  const { broadcast } = useChat();
  const message = broadcast.value;
  return (
    <section class="broadcast" aria-label={words.broadcastLabel} aria-live="polite">
      {message && (
        <div class="broadcast-banner">
          <div>
            <strong>{words.fromServer}</strong>{' '}
            <span class="broadcast-text" dir="auto">
              <MessageText text={message.body} />
            </span>
          </div>
          <IconButton icon="close" label={words.dismiss} onClick={() => (broadcast.value = undefined)} />
        </div>
      )}
    </section>
  );
}
