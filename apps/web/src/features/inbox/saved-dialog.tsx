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

/** What somebody has saved for themselves, in all rooms, the last first. */
export function SavedDialog({ onClose }: { readonly onClose: () => void }) {
  const chat = useChat();
  const saved = useMemo(() => new MessagePages((options) => chat.savedPage(options)), []);
  useEffect(() => void saved.loadMore(), []);
  const items = saved.items.value;
  const trouble = saved.trouble.value;
  return (
    <Dialog title={words.savedMessages} shape="side" onClose={onClose}>
      <FormError>{trouble && troubleWords(trouble)}</FormError>
      {items?.length === 0 && (
        <div class="found-none">
          <Strand />
          <p class="dialog-text">{lateWords.savedEmpty}</p>
        </div>
      )}
      <ul class="found-list" aria-label={words.savedMessages} aria-busy={!items && !trouble}>
        {items?.map((item) => (
          <FoundMessage
            key={item.seq}
            message={item.message}
            about={chat.rooms.get(item.message.room)?.name ?? ''}
            onGo={onClose}
          >
            <Button
              onClick={() => {
                saved.drop(item);
                void chat.tags.toggleSaved({ ...item.message, saved: true });
              }}
            >
              {words.unsave}
            </Button>
          </FoundMessage>
        ))}
      </ul>
      {saved.hasMore.value && <Button onClick={() => saved.loadMore()}>{words.more}</Button>}
    </Dialog>
  );
}
