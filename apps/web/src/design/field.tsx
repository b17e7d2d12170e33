import type { ComponentChildren, InputHTMLAttributes, Ref } from 'preact';
import { useId } from 'preact/hooks';
import './field.css';

type FieldProps = Omit<InputHTMLAttributes, 'type' | 'role'> & {
  readonly type?: 'text' | 'password' | 'search' | 'time';
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** Beside the input, inside its frame. */
  readonly children?: ComponentChildren;
};

/** A labelled input. Its error is tied to it, so that it is read out with it. */
export function Field({ label, hint, error, inputRef, children, ...input }: FieldProps) {
  const id = useId();
  const isDescribed = hint !== undefined || error !== undefined;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-frame">
        <input
          {...(input as InputHTMLAttributes)}
          ref={inputRef ?? null}
          id={id}
          aria-invalid={error !== undefined}
          aria-describedby={isDescribed ? `${id}-about` : undefined}
        />
        {children}
      </div>
      {isDescribed && (
        <p id={`${id}-about`} class={error === undefined ? 'field-hint' : 'field-error'}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly legend: string;
  readonly name: string;
  readonly options: Readonly<Record<T, string>>;
  readonly hints?: Readonly<Record<T, string>>;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** One of a few, all of them seen. */
export function Choice<T extends string>({ legend, name, options, hints, value, onChange }: ChoiceProps<T>) {
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      {(Object.keys(options) as T[]).map((option) => (
        <label key={option} class="choice-option">
          <input type="radio" name={name} checked={option === value} onChange={() => onChange(option)} />
          <span>
            <span class="choice-label">{options[option]}</span>
            {hints && <span class="choice-hint">{hints[option]}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** What is wrong with the whole of a form; said at once. */
export function FormError({ children }: { readonly children: string | undefined }) {
  return (
    <div role="alert" class="form-alert">
      {children !== undefined && <p class="form-error">{children}</p>}
    </div>
  );
}
