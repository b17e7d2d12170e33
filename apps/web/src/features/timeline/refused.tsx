import { useSignal } from '@preact/signals';
import type { Refusal } from '@skein/protocol/errors';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { useLayoutChange } from '../../design/use-layout-change.ts';
import { useChat } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { words } from '../../words/words.ts';

interface RefusedProps {
  readonly id: string;
  readonly what: keyof typeof words.refusedAs;
  readonly body: string;
  readonly error: Refusal;
  readonly onUnfold: () => void;
}

/** A message, an edit or a deletion that the server would not take: why, and what can be done. Nothing that was written is lost. */
export function Refused({ id, what, body, error, onUnfold }: RefusedProps) {
  const chat = useChat();
  const isEditing = useSignal(false);
  useLayoutChange(isEditing.value, onUnfold);
  return (
    <div class="refused">
      <p class="refused-reason">
        <Icon name="warning" />
        <span>
          <strong>{words.refusedAs[what]}</strong> {troubleWords(error)}
        </span>
      </p>
      {isEditing.value ? (
        <Edit
          body={chat.asWritten(body)}
          onSend={(text) => chat.retry(id, chat.asSent(text))}
          onCancel={() => (isEditing.value = false)}
        />
      ) : (
        <div class="refused-actions">
          <Button onClick={() => chat.retry(id)}>{words.tryAgain}</Button>
          {what !== 'delete' && <Button onClick={() => (isEditing.value = true)}>{words.edit}</Button>}
          <Button onClick={() => chat.discard(id)}>{words.discard}</Button>
        </div>
      )}
    </div>
  );
}

interface EditProps {
  readonly body: string;
  readonly onSend: (text: string) => void;
  readonly onCancel: () => void;
}

function Edit({ body, onSend, onCancel }: EditProps) {
  const id = useId();
  const ref = useRef<HTMLTextAreaElement>(null);
  const text = useSignal(body);
  useLayoutEffect(() => {
    ref.current!.focus({ preventScroll: true });
    ref.current!.form!.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <form
      class="refused-edit"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.value.trim() !== '') onSend(text.value);
      }}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <label class="visually-hidden" for={id}>
        {words.editMessage}
      </label>
      <textarea
        ref={ref}
        id={id}
        dir="auto"
        rows={4}
        value={text}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <div class="refused-actions">
        <Button type="submit" kind="primary">
          {words.sendAgain}
        </Button>
        <Button onClick={onCancel}>{words.cancel}</Button>
      </div>
    </form>
  );
}
