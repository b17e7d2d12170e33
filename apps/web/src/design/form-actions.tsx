import { words } from '../words/words.ts';
import { Button } from './button.tsx';

interface FormActionsProps {
  /** What the form is for, as its button says it. */
  readonly action: string;
  readonly isBusy: boolean;
  readonly onClose: () => void;
}

/** The end of a form in a dialog: to leave it, or to do what it is for. */
export function FormActions({ action, isBusy, onClose }: FormActionsProps) {
  return (
    <div class="dialog-actions">
      <Button onClick={onClose}>{words.cancel}</Button>
      <Button kind="primary" type="submit" isBusy={isBusy}>
        {action}
      </Button>
    </div>
  );
}
