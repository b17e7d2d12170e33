import { useSignal } from '@preact/signals';
import { Check } from '../../design/check.tsx';
import { FormError } from '../../design/field.tsx';
import type { Trouble } from '../../models/trouble.ts';
import { useChat } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { words } from '../../words/words.ts';

/** In which order the rooms are listed, on all devices. */
export function ListOrder() {
  const { rest, account } = useChat();
  const trouble = useSignal<Trouble | undefined>(undefined);

  async function set(isUnreadFirst: boolean): Promise<void> {
    const answer = await rest.changeAccount({ roomOrder: isUnreadFirst ? null : 'name' });
    trouble.value = answer.ok ? undefined : answer.error;
  }

  return (
    <div class="account-order">
      <Check isChecked={account.value.roomOrder !== 'name'} onChange={(isOn) => void set(isOn)}>
        {words.unreadFirst}
      </Check>
      <FormError>{trouble.value && troubleWords(trouble.value)}</FormError>
    </div>
  );
}
