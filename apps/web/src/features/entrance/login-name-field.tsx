import type { Signal } from '@preact/signals';
import { Field } from '../../design/field.tsx';
import { words } from '../../words/words.ts';

interface LoginNameFieldProps {
  readonly value: Signal<string>;
  readonly error: string | undefined;
}

/** The name somebody logs in with, as browsers' password managers know it. */
export function LoginNameField({ value, error }: LoginNameFieldProps) {
  return (
    <Field
      label={words.name}
      name="username"
      autocomplete="username"
      autocapitalize="none"
      spellcheck={false}
      dir="auto"
      required
      value={value}
      onInput={(event) => (value.value = event.currentTarget.value)}
      error={error}
    />
  );
}
