import type { Signal } from '@preact/signals';
import { LIMITS } from '@skein/protocol/limits';
import type { Form } from '../../models/form.ts';
import { REFUSAL_WORDS } from '../../words/refusals.ts';
import { words } from '../../words/words.ts';
import type { CredentialField } from './credentials.ts';
import { LoginNameField } from './login-name-field.tsx';
import { PasswordField } from './password-field.tsx';

interface NewAccountFieldsProps {
  readonly form: Form<CredentialField>;
  readonly name: Signal<string>;
  readonly password: Signal<string>;
}

export function NewAccountFields({ form, name, password }: NewAccountFieldsProps) {
  return (
    <>
      <LoginNameField value={name} error={form.at('name')} />
      <PasswordField value={password} error={form.at('password')} isNew />
    </>
  );
}

/** Says what is missing before the server has to. @returns whether nothing is */
export function isComplete({ form, name, password }: NewAccountFieldsProps): boolean {
  if (name.value.trim() === '') form.refuse('name', words.nameMissing);
  else if (isTooShort(password.value)) form.refuse('password', REFUSAL_WORDS.password_too_short as string);
  else return true;
  return false;
}

export function isTooShort(password: string): boolean {
  return [...password].length < LIMITS.passwordMinLength;
}
