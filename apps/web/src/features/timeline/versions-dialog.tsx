import { useSignal } from '@preact/signals';
import type { Versions } from '@skein/protocol/rest';
import type { Message } from '@skein/protocol/rooms';
import { useEffect } from 'preact/hooks';
import { Dialog } from '../../design/dialog.tsx';
import { FormError } from '../../design/field.tsx';
import type { Trouble } from '../../models/trouble.ts';
import { useChat } from '../../page.ts';
import { formatFullTime } from '../../words/intl.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import { MessageText } from '../message-text/message-text.tsx';
import './message-actions.css';

interface VersionsDialogProps {
  readonly message: Message;
  readonly onClose: () => void;
}

/** Every text that a message had, the newest first. */
export function VersionsDialog({ message, onClose }: VersionsDialogProps) {
  const { rest } = useChat();
  const versions = useSignal<Versions['versions'] | undefined>(undefined);
  const trouble = useSignal<Trouble | undefined>(undefined);
  useEffect(() => {
    void rest.versions(message.room, message.seq).then((answer) => {
      if (answer.ok) versions.value = answer.value.versions.toReversed();
      else trouble.value = answer.error;
    });
  }, []);
  return (
    <Dialog title={lateWords.versionsTitle} onClose={onClose}>
      <FormError>{trouble.value && troubleWords(trouble.value)}</FormError>
      {versions.value?.length === 0 && <p class="dialog-text">{words.messageDeleted}</p>}
      <ol class="versions" aria-busy={!versions.value && !trouble.value}>
        {versions.value?.map(({ at, body }, index) => (
          <li key={index}>
            <time dateTime={new Date(at).toISOString()}>{formatFullTime(at)}</time>
            <div class="version-body" dir="auto">
              <MessageText text={body} />
            </div>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
