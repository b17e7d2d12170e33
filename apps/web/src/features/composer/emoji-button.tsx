import { useSignal } from '@preact/signals';
import { IconButton } from '../../design/button.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { words } from '../../words/words.ts';

const EmojiPicker = onDemand(async () => (await import('../emoji/emoji-picker.tsx')).EmojiPicker);

interface EmojiButtonProps {
  readonly onPick: (emoji: string) => void;
}

/** Opens the emoji above the composer; what is picked goes to where one was writing. */
export function EmojiButton({ onPick }: EmojiButtonProps) {
  const isOpen = useSignal(false);
  return (
    <>
      <IconButton
        icon="smile"
        label={words.emoji}
        aria-haspopup="dialog"
        aria-expanded={isOpen.value}
        // A press beside the picker closes it; on its own button it would open it again.
        onPointerDown={(event) => isOpen.value && event.stopPropagation()}
        onClick={() => (isOpen.value = !isOpen.value)}
      />
      {isOpen.value && (
        <EmojiPicker
          onPick={(emoji) => {
            isOpen.value = false;
            onPick(emoji);
          }}
          onClose={() => (isOpen.value = false)}
        />
      )}
    </>
  );
}
