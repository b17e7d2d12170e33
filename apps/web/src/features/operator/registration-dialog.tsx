import { useSignal } from '@preact/signals';
import type { RegistrationPolicy } from '@skein/protocol/rest';
import { useEffect, useMemo } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { FormError } from '../../design/field.tsx';
import { Form } from '../../models/form.ts';
import { usePage } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import { RegistrationChoice } from './registration-choice.tsx';
import './operator.css';

export function RegistrationDialog({ onClose }: { readonly onClose: () => void }) {
  const { rest } = usePage();
  const form = useMemo(() => new Form<'code'>({ fieldByCode: {}, troubleWords }), []);
  const policy = useSignal<RegistrationPolicy>('open');
  const code = useSignal('');
  const isLoaded = useSignal(false);
  const isSaved = useSignal(false);
  useEffect(() => void form.submit(load), []);

  async function load() {
    const answer = await rest.registration();
    if (!answer.ok) return answer.error;
    policy.value = answer.value.policy;
    code.value = answer.value.code ?? '';
    isLoaded.value = true;
    return undefined;
  }

  async function save() {
    const needsCode = policy.value === 'code';
    const answer = await rest.setRegistration({ policy: policy.value, ...(needsCode && { code: code.value.trim() }) });
    if (!answer.ok) return answer.error;
    isSaved.value = true;
    return undefined;
  }

  function submit(event: Event): void {
    event.preventDefault();
    isSaved.value = false;
    if (policy.value === 'code' && code.value.trim() === '') return form.refuse('code', words.codeMissing);
    void form.submit(save);
  }

  return (
    <Dialog title={words.registrationTitle} onClose={onClose}>
      <form class="entrance-form" noValidate onSubmit={submit}>
        <FormError>{form.whole}</FormError>
        {isLoaded.value && <RegistrationChoice policy={policy} code={code} codeError={form.at('code')} />}
        <div class="dialog-actions">
          <p class="operator-saved" role="status">
            {isSaved.value && lateWords.registrationSaved}
          </p>
          <Button kind="primary" type="submit" isBusy={form.isBusy.value}>
            {words.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
