import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLayoutChange } from '../../design/use-layout-change.ts';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';

interface FromBlockedProps {
  readonly by: string;
  readonly onUnfold: () => void;
  readonly children: ComponentChildren;
}

/** What somebody wrote, folded away while its reader blocks them (SPEC B1). */
export function FromBlocked({ by, onUnfold, children }: FromBlockedProps) {
  const isShown = useSignal(false);
  const isFolded = useChat().account.value.blocked?.includes(by) === true && !isShown.value;
  useLayoutChange(isFolded, onUnfold);
  if (!isFolded) return <>{children}</>;
  return (
    <p class="message-blocked">
      {words.fromBlocked}{' '}
      <button type="button" class="link-button" onClick={() => (isShown.value = true)}>
        {words.showBlocked}
      </button>
    </p>
  );
}
