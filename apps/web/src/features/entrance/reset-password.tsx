import { useSignal } from '@preact/signals';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/field.tsx';
import { usePage } from '../../page.ts';
import { REFUSAL_WORDS } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { Card } from './card.tsx';
import { useCredentials } from './credentials.ts';
import { isTooShort } from './new-account-fields.tsx';
import { PasswordField } from './password-field.tsx';

export function ResetPassword({ token }: { readonly token: string }) {
  const { visit } = usePage();
  const { form, ref } = useCredentials();
  const password = useSignal('');

  function submit(event: Event): void {
    event.preventDefault();
    if (isTooShort(password.value)) return form.refuse('password', REFUSAL_WORDS.password_too_short as string);
    void form.submit(() => visit.resetPassword(token, password.value));
  }

  return (
    <Card title={lateWords.resetTitle} text={lateWords.resetText}>
      <form ref={ref} class="entrance-form" noValidate onSubmit={submit}>
        <FormError>{form.whole}</FormError>
        <PasswordField label={lateWords.newPassword} value={password} error={form.at('password')} isNew />
        <Button kind="primary" type="submit" isBusy={form.isBusy.value}>
          {lateWords.setPassword}
        </Button>
      </form>
      <div class="entrance-switch">
        <button type="button" class="link-button" onClick={() => visit.begin()}>
          {lateWords.toLogIn}
        </button>
      </div>
    </Card>
  );
}
