import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../words/words.ts';
import { IconButton } from './button.tsx';
import './dialog.css';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** `side`: along the edge of the page, at its full height. `top`: its upper edge stays where it is, whatever is in it. */
  readonly shape?: 'card' | 'wide' | 'side' | 'top';
}

/** A modal dialog while it is rendered. The browser holds the focus inside and gives it back; Escape closes it. */
export function Dialog({ title, onClose, children, shape = 'card' }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const dialog = ref.current!;
    const opener = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      // Removing the element before the browser's own turn would leave the focus nowhere.
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class={`dialog dialog-${shape}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div class="dialog-body">
        <header class="dialog-header">
          <h2 id={id}>{title}</h2>
          <IconButton icon="close" label={words.close} onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
}
