import { useLayoutEffect, useRef } from 'preact/hooks';
import { onDemand } from '../../design/on-demand.tsx';
import type { Message } from '@skein/protocol/rooms';
import { useChat } from '../../page.ts';
import { placeAt } from './place-at.ts';

const EmojiPicker = onDemand(async () => (await import('../emoji/emoji-picker.tsx')).EmojiPicker);

interface ReactionPickerProps {
  readonly message: Message;
  readonly onClose: () => void;
}

/** All emoji, beside the button of the message that one of them is put on. */
export function ReactionPicker({ message, onClose }: ReactionPickerProps) {
  const chat = useChat();
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const list = ref.current!.parentElement!;
    placeAt(ref.current!, list.querySelector(`[data-more="${message.seq}"]`));
  }, [message]);
  return (
    <div ref={ref} class="reaction-picker">
      <EmojiPicker
        onPick={(emoji) => {
          onClose();
          chat.tags.toggleReaction(message, emoji);
        }}
        onClose={onClose}
      />
    </div>
  );
}
