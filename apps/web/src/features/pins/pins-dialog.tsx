import { useSignal } from '@preact/signals';
import type { Message } from '@skein/protocol/rooms';
import { useEffect } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { FormError } from '../../design/field.tsx';
import { Strand } from '../../design/threads.tsx';
import type { Trouble } from '../../models/trouble.ts';
import { useChat } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import { FoundMessage } from './found-message.tsx';

/** What is pinned in the room on screen, the last first. */
export function PinsDialog({ onClose }: { readonly onClose: () => void }) {
  const chat = useChat();
  const room = chat.timeline.value?.room;
  const messages = useSignal<readonly Message[] | undefined>(undefined);
  const trouble = useSignal<Trouble | undefined>(undefined);
  useEffect(() => {
    if (room === undefined) return;
    void chat.pinsOf(room).then((answer) => {
      if (answer.ok) messages.value = answer.value.messages;
      else trouble.value = answer.error;
    });
  }, [room]);

  function unpin(message: Message): void {
    chat.tags.togglePin(message);
    messages.value = messages.value?.filter((other) => other !== message);
  }

  return (
    <Dialog title={words.pins} shape="side" onClose={onClose}>
      <FormError>{trouble.value && troubleWords(trouble.value)}</FormError>
      {messages.value?.length === 0 && (
        <div class="found-none">
          <Strand />
          <p class="dialog-text">{lateWords.noPins}</p>
        </div>
      )}
      <ul class="found-list" aria-label={words.pins} aria-busy={!messages.value && !trouble.value}>
        {messages.value?.map((message) => (
          <FoundMessage key={message.seq} message={message} onGo={onClose}>
            {chat.tags.mayPin(message) && <Button onClick={() => unpin(message)}>{words.unpin}</Button>}
          </FoundMessage>
        ))}
      </ul>
    </Dialog>
  );
}
