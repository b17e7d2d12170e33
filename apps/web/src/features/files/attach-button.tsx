import { useRef } from 'preact/hooks';
import { IconButton } from '../../design/button.tsx';
import { words } from '../../words/words.ts';

/** Opens the browser's choice of files. */
export function AttachButton({ onPick, disabled }: { onPick: (files: readonly File[]) => void; disabled: boolean }) {
  const ref = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton icon="clip" label={words.attach} disabled={disabled} onClick={() => ref.current!.click()} />
      <input
        ref={ref}
        type="file"
        multiple
        hidden
        aria-label={words.attach}
        onChange={({ currentTarget }) => {
          onPick([...(currentTarget.files ?? [])]);
          // The same file can be chosen again.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
