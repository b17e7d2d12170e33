import { useSignal } from '@preact/signals';
import type { RegistrationPolicy } from '@skein/protocol/rest';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/field.tsx';
import { usePage } from '../../page.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import { RegistrationChoice } from '../operator/registration-choice.tsx';
import { Card } from './card.tsx';
import { useCredentials } from './credentials.ts';
import { NewAccountFields, isComplete } from './new-account-fields.tsx';

/** The first run: the first account becomes the operator and says who may register. */
export function SetUp({ token }: { readonly token: string }) {
  const { visit } = usePage();
  const { form, ref } = useCredentials();
  const name = useSignal('');
  const password = useSignal('');
  const policy = useSignal<RegistrationPolicy>('open');
  const code = useSignal('');

  function submit(event: Event): void {
    event.preventDefault();
    if (!isComplete({ form, name, password })) return;
    const needsCode = policy.value === 'code';
    if (needsCode && code.value.trim() === '') return form.refuse('code', words.codeMissing);
    const setup = { token, registration: policy.value, ...(needsCode && { code: code.value.trim() }) };
    void form.submit(() => visit.register({ name: name.value.trim(), password: password.value, setup }));
  }

  return (
    <Card title={lateWords.setUpTitle} text={lateWords.setUpText}>
      <form ref={ref} class="entrance-form" noValidate onSubmit={submit}>
        <FormError>{form.whole}</FormError>
        <NewAccountFields form={form} name={name} password={password} />
        <RegistrationChoice policy={policy} code={code} codeError={form.at('code')} />
        <Button kind="primary" type="submit" isBusy={form.isBusy.value}>
          {lateWords.setUp}
        </Button>
      </form>
    </Card>
  );
}
