import { useSignal } from '@preact/signals';
import type { Result } from '@skein/client/rest-client';
import type { Sessions } from '@skein/protocol/rest';
import { useEffect } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { FormError } from '../../design/field.tsx';
import { deviceName } from '../../models/device-name.ts';
import type { Trouble } from '../../models/trouble.ts';
import { useChat } from '../../page.ts';
import { formatFullTime } from '../../words/intl.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import './sessions-dialog.css';

/** Every device that is logged in to this account, and how to end what should not be. */
export function SessionsDialog({ onClose }: { readonly onClose: () => void }) {
  const { rest } = useChat();
  const sessions = useSignal<Sessions['sessions'] | undefined>(undefined);
  const trouble = useSignal<Trouble | undefined>(undefined);

  async function load(): Promise<void> {
    const answer = await rest.sessions();
    trouble.value = answer.ok ? undefined : answer.error;
    if (answer.ok) sessions.value = answer.value.sessions;
  }

  async function end(ending: Promise<Result<void>>): Promise<void> {
    const answer = await ending;
    if (answer.ok) await load();
    else trouble.value = answer.error;
  }

  useEffect(() => void load(), []);
  const others = sessions.value?.filter(({ current }) => !current) ?? [];
  return (
    <Dialog title={words.sessions} onClose={onClose}>
      <FormError>{trouble.value && troubleWords(trouble.value)}</FormError>
      <ul class="sessions" aria-busy={sessions.value === undefined}>
        {sessions.value?.map(({ id, agent, address, since, current }) => (
          <li key={id}>
            <div class="session-about">
              <bdi class="session-name">{deviceName(agent, lateWords.onSystem) || lateWords.unknownDevice}</bdi>
              <span>{[address, lateWords.sessionSince(formatFullTime(since))].filter(Boolean).join(' · ')}</span>
              {current && <span class="session-current">{lateWords.thisSession}</span>}
            </div>
            {!current && <Button onClick={() => void end(rest.endSession(id))}>{lateWords.endSession}</Button>}
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <div class="dialog-actions">
          <Button kind="danger" onClick={() => void end(rest.endOtherSessions())}>
            {lateWords.endOthers}
          </Button>
        </div>
      )}
    </Dialog>
  );
}
