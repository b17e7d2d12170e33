import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { FormError } from '../../design/field.tsx';
import { Form } from '../../models/form.ts';
import type { Trouble } from '../../models/trouble.ts';
import { useChat } from '../../page.ts';
import { REFUSAL_WORDS, troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import { isTooShort } from '../entrance/new-account-fields.tsx';
import { PasswordField } from '../entrance/password-field.tsx';

const FIELD_BY_CODE = {
  wrong_credentials: 'current',
  password_too_short: 'password',
  password_too_long: 'password',
} as const;

/** Another password, for who knows the present one. */
export function PasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const { rest, account } = useChat();
  const form = useMemo(
    () => new Form<'current' | 'password'>({ fieldByCode: FIELD_BY_CODE, troubleWords: wordsFor }),
    [],
  );
  const current = useSignal('');
  const password = useSignal('');
  const isDone = useSignal(false);

  async function change(): Promise<Trouble | undefined> {
    const answer = await rest.changePassword(current.value, password.value);
    if (!answer.ok) return answer.error;
    isDone.value = true;
    return undefined;
  }

  function submit(event: Event): void {
    event.preventDefault();
    if (isTooShort(password.value)) return form.refuse('password', REFUSAL_WORDS.password_too_short as string);
    void form.submit(change);
  }

  if (isDone.value) {
    return (
      <Dialog title={words.changePassword} onClose={onClose}>
        <p role="status">{lateWords.passwordChanged}</p>
        <div class="dialog-actions">
          <Button kind="primary" onClick={onClose}>
            {words.close}
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={words.changePassword} onClose={onClose}>
      <form class="entrance-form" noValidate onSubmit={submit}>
        <p class="dialog-text">{lateWords.changePasswordText}</p>
        <FormError>{form.whole}</FormError>
        {/* For the browser's password manager. */}
        <input type="text" name="name" autocomplete="username" value={account.value.login} readOnly hidden />
        <PasswordField label={lateWords.presentPassword} value={current} error={form.at('current')} isNew={false} />
        <PasswordField label={lateWords.newPassword} value={password} error={form.at('password')} isNew />
        <div class="dialog-actions">
          <Button kind="primary" type="submit" isBusy={form.isBusy.value}>
            {words.changePassword}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function wordsFor(trouble: Trouble): string {
  return trouble !== 'offline' && trouble.code === 'wrong_credentials'
    ? lateWords.notThePassword
    : troubleWords(trouble);
}
