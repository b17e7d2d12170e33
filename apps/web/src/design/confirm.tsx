import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Trouble } from '../models/trouble.ts';
import { troubleWords } from '../words/refusals.ts';
import { words } from '../words/words.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { FormError } from './field.tsx';

interface ConfirmProps {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  /** What can be chosen with it. */
  readonly children?: ComponentChildren;
  /** Does it; the dialog closes when there is no trouble. */
  readonly onConfirm: () => Promise<Trouble | undefined>;
  readonly onClose: () => void;
}

/** Asks before something that cannot be taken back, or that everybody notices. */
export function Confirm({ title, text, action, children, onConfirm, onClose }: ConfirmProps) {
  const trouble = useSignal<Trouble | undefined>(undefined);
  const isBusy = useSignal(false);
  async function confirm(): Promise<void> {
    isBusy.value = true;
    trouble.value = await onConfirm();
    isBusy.value = false;
    if (!trouble.value) onClose();
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <p class="dialog-text">{text}</p>
      {children}
      <FormError>{trouble.value && troubleWords(trouble.value)}</FormError>
      <div class="dialog-actions">
        <Button onClick={onClose}>{words.cancel}</Button>
        <Button kind="danger" isBusy={isBusy.value} onClick={confirm}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
