import { useSignal } from '@preact/signals';
import { Button } from '../../design/button.tsx';
import { Field, FormError } from '../../design/field.tsx';
import { usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
import { useCredentials } from './credentials.ts';
import { NewAccountFields, isComplete } from './new-account-fields.tsx';

export function RegisterForm({ needsCode }: { readonly needsCode: boolean }) {
  const { visit } = usePage();
  const { form, ref } = useCredentials();
  const name = useSignal('');
  const password = useSignal('');
  const code = useSignal('');

  function submit(event: Event): void {
    event.preventDefault();
    if (!isComplete({ form, name, password })) return;
    if (needsCode && code.value.trim() === '') return form.refuse('code', words.codeMissing);
    const account = { name: name.value.trim(), password: password.value };
    void form.submit(() => visit.register(needsCode ? { ...account, code: code.value.trim() } : account));
  }

  return (
    <form ref={ref} class="entrance-form" noValidate onSubmit={submit}>
      <FormError>{form.whole}</FormError>
      <NewAccountFields form={form} name={name} password={password} />
      {needsCode && (
        <Field
          label={words.registrationCode}
          name="code"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          required
          value={code}
          onInput={(event) => (code.value = event.currentTarget.value)}
          hint={words.registrationCodeHint}
          error={form.at('code')}
        />
      )}
      <Button kind="primary" type="submit" isBusy={form.isBusy.value}>
        {words.register}
      </Button>
    </form>
  );
}
