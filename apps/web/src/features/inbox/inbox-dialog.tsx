import { useEffect, useMemo } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { FormError } from '../../design/field.tsx';
import { Strand } from '../../design/threads.tsx';
import { MessagePages } from '../../models/message-pages.ts';
import { useChat } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import { FoundMessage } from '../pins/found-message.tsx';

/** Who spoke to one and who answered, in all rooms, the newest first. */
export function InboxDialog({ onClose }: { readonly onClose: () => void }) {
  const chat = useChat();
  const inbox = useMemo(() => new MessagePages((options) => chat.inboxPage(options)), []);
  useEffect(() => void inbox.loadMore(), []);
  const items = inbox.items.value;
  const trouble = inbox.trouble.value;
  return (
    <Dialog title={words.inbox} shape="side" onClose={onClose}>
      <FormError>{trouble && troubleWords(trouble)}</FormError>
      {items?.length === 0 && (
        <div class="found-none">
          <Strand />
          <p class="dialog-text">{lateWords.inboxEmpty}</p>
        </div>
      )}
      <ul class="found-list" aria-label={words.inbox} aria-busy={!items && !trouble}>
        {items?.map(({ seq, kind, isRead, message }) => (
          <FoundMessage
            key={seq}
            message={message}
            about={lateWords.inboxKinds[kind]}
            room={chat.rooms.get(message.room)?.name}
            isNew={!isRead}
            onGo={onClose}
          />
        ))}
      </ul>
      {inbox.hasMore.value && <Button onClick={() => inbox.loadMore()}>{words.more}</Button>}
    </Dialog>
  );
}
