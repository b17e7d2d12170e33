import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { Form } from '../../models/form.ts';
import { troubleWords } from '../../words/refusals.ts';

export type CredentialField = 'name' | 'password' | 'code';

/** A form for a name and a password. Its first field has the focus when it comes, and the field that is wrong later. */
export function useCredentials() {
  const form = useMemo(() => new Form<CredentialField>({ fieldByCode: FIELD_BY_CODE, troubleWords }), []);
  const ref = useRef<HTMLFormElement>(null);
  const fault = form.fault.value;
  // `autofocus` counts only until a page has loaded, and what led here may be gone together with the focus.
  useLayoutEffect(() => ref.current!.querySelector('input')!.focus(), []);
  useEffect(() => {
    if (fault) ref.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.focus();
  }, [fault]);
  return { form, ref };
}

const FIELD_BY_CODE = {
  name_taken: 'name',
  name_invalid: 'name',
  password_too_short: 'password',
  password_too_long: 'password',
  registration_code_wrong: 'code',
} as const;
