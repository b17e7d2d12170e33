import { useSignal } from '@preact/signals';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/field.tsx';
import { usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
import { useCredentials } from './credentials.ts';
import { LoginNameField } from './login-name-field.tsx';
import { PasswordField } from './password-field.tsx';

export function LogInForm() {
  const { visit } = usePage();
  const { form, ref } = useCredentials();
  const name = useSignal('');
  const password = useSignal('');

  function submit(event: Event): void {
    event.preventDefault();
    if (name.value.trim() === '') return form.refuse('name', words.nameMissing);
    if (password.value === '') return form.refuse('password', words.passwordMissing);
    void form.submit(() => visit.logIn({ name: name.value.trim(), password: password.value }));
  }

  return (
    <form ref={ref} class="entrance-form" noValidate onSubmit={submit}>
      <FormError>{form.whole}</FormError>
      <LoginNameField value={name} error={form.at('name')} />
      <PasswordField value={password} error={form.at('password')} isNew={false} />
      <Button kind="primary" type="submit" isBusy={form.isBusy.value}>
        {words.logIn}
      </Button>
    </form>
  );
}
