import { type Signal, useSignal } from '@preact/signals';
import { IconButton } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { words } from '../../words/words.ts';

interface PasswordFieldProps {
  readonly label?: string;
  readonly value: Signal<string>;
  readonly error: string | undefined;
  /** A new password is offered by the browser's password manager, the current one filled in. */
  readonly isNew: boolean;
}

export function PasswordField({ label = words.password, value, error, isNew }: PasswordFieldProps) {
  const isShown = useSignal(false);
  return (
    <Field
      label={label}
      name="password"
      type={isShown.value ? 'text' : 'password'}
      autocomplete={isNew ? 'new-password' : 'current-password'}
      autocapitalize="none"
      spellcheck={false}
      required
      value={value}
      onInput={(event) => (value.value = event.currentTarget.value)}
      hint={isNew ? words.passwordHint : undefined}
      error={error}
    >
      <IconButton
        icon={isShown.value ? 'eye-off' : 'eye'}
        label={isShown.value ? words.hidePassword : words.showPassword}
        onClick={() => (isShown.value = !isShown.value)}
      />
    </Field>
  );
}
