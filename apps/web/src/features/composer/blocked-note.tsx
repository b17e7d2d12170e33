import { useSignal } from '@preact/signals';
import type { Person } from '@skein/protocol/people';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/field.tsx';
import type { Trouble } from '../../models/trouble.ts';
import { useChat } from '../../page.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { troubleWords } from '../../words/refusals.ts';
import './blocked-note.css';

/** In place of where one writes to somebody alone, as long as one blocks them (SPEC B1). */
export function BlockedNote({ person: { id, name } }: { readonly person: Person }) {
  const chat = useChat();
  const trouble = useSignal<Trouble | undefined>(undefined);
  const isBusy = useSignal(false);

  async function unblock(): Promise<void> {
    isBusy.value = true;
    const answer = await chat.rest.setBlocked(id, false);
    isBusy.value = false;
    trouble.value = answer.ok ? undefined : answer.error;
  }

  return (
    <div class="no-writing blocked-note">
      <p>{lateWords.youBlocked(chat.names.now(id, name))}</p>
      <Button isBusy={isBusy.value} onClick={() => void unblock()}>
        {lateWords.unblock}
      </Button>
      <FormError>{trouble.value && troubleWords(trouble.value)}</FormError>
    </div>
  );
}
