import type { Signal } from '@preact/signals';
import type { RegistrationPolicy } from '@skein/protocol/rest';
import { useId } from 'preact/hooks';
import { Choice, Field } from '../../design/field.tsx';
import { lateWords } from '../../words/late/late-words.ts';

interface RegistrationChoiceProps {
  readonly policy: Signal<RegistrationPolicy>;
  readonly code: Signal<string>;
  readonly codeError: string | undefined;
}

/** Anybody, with a code, or nobody. */
export function RegistrationChoice({ policy, code, codeError }: RegistrationChoiceProps) {
  return (
    <>
      <Choice
        legend={lateWords.whoMayRegister}
        name={useId()}
        options={lateWords.policies}
        hints={lateWords.policyHints}
        value={policy.value}
        onChange={(value) => (policy.value = value)}
      />
      {policy.value === 'code' && (
        <Field
          label={lateWords.code}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={200}
          required
          value={code}
          onInput={(event) => (code.value = event.currentTarget.value)}
          error={codeError}
        />
      )}
    </>
  );
}
