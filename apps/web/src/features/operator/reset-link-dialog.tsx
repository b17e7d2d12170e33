import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field, FormError } from '../../design/field.tsx';
import { Form } from '../../models/form.ts';
import { usePage } from '../../page.ts';
import { formatFullTime } from '../../words/intl.ts';
import { troubleWithPerson } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import './operator.css';

export function ResetLinkDialog({ onClose }: { readonly onClose: () => void }) {
  const { rest } = usePage();
  const form = useMemo(
    () =>
      new Form<'name'>({ fieldByCode: { not_found: 'name', bad_request: 'name' }, troubleWords: troubleWithPerson }),
    [],
  );
  const name = useSignal('');
  const link = useSignal<{ url: string; expiresAt: number } | undefined>(undefined);

  function submit(event: Event): void {
    event.preventDefault();
    if (name.value.trim() === '') return form.refuse('name', words.nameMissing);
    void form.submit(async () => {
      const answer = await rest.makeResetLink(name.value.trim());
      if (!answer.ok) return answer.error;
      link.value = answer.value;
      return undefined;
    });
  }

  return (
    <Dialog title={words.resetLinkTitle} onClose={onClose}>
      <p class="dialog-text">{lateWords.resetLinkText}</p>
      <form class="entrance-form" noValidate onSubmit={submit}>
        <FormError>{form.whole}</FormError>
        <Field
          label={lateWords.resetLinkName}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          dir="auto"
          required
          autofocus
          value={name}
          onInput={(event) => (name.value = event.currentTarget.value)}
          error={form.at('name')}
        />
        <div class="dialog-actions">
          <Button kind="primary" type="submit" isBusy={form.isBusy.value}>
            {lateWords.makeLink}
          </Button>
        </div>
      </form>
      {link.value && <MadeLink {...link.value} />}
    </Dialog>
  );
}

function MadeLink({ url, expiresAt }: { readonly url: string; readonly expiresAt: number }) {
  const input = useRef<HTMLInputElement>(null);
  const isCopied = useSignal(false);

  /** Without HTTPS there is no clipboard: then the link is selected, for the person to copy. */
  async function copy(): Promise<void> {
    input.current!.select();
    isCopied.value = navigator.clipboard
      ? await navigator.clipboard.writeText(url).then(
          () => true,
          () => false,
        )
      : document.execCommand('copy');
  }

  return (
    <div class="made-link">
      <Field
        label={lateWords.resetLink}
        inputRef={input}
        readOnly
        value={url}
        hint={lateWords.worksUntil(formatFullTime(expiresAt))}
      >
        <span class="made-link-copy">
          <Button onClick={copy}>{isCopied.value ? lateWords.copied : lateWords.copy}</Button>
        </span>
      </Field>
    </div>
  );
}
