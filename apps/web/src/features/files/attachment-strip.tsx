import { useComputed } from '@preact/signals';
import type { Attachment } from '@skein/client/attachments';
import type { UploadState } from '@skein/client/uploads';
import type { Refusal } from '@skein/protocol/errors';
import { useEffect, useState } from 'preact/hooks';
import { IconButton } from '../../design/button.tsx';
import { useChat } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import './attachment-strip.css';
import { FileIcon } from './file-card.tsx';

/** What goes with the next message: how far each file is, what it shows, and how to leave it out. */
export function AttachmentStrip({ room }: { readonly room: string }) {
  const { attaching } = useChat();
  const attachments = attaching.in(room).value;
  if (attachments.length === 0) return null;
  return (
    <ul class="attachment-strip" aria-label={lateWords.attachments}>
      {attachments.map((attachment) => (
        <li key={attachment.key} class="attachment">
          <AttachedFile attachment={attachment} />
          {attachment.type.startsWith('image/') && (
            <input
              class="attachment-description"
              aria-label={lateWords.describeFile(attachment.name)}
              placeholder={lateWords.describeHint}
              maxLength={1_000}
              dir="auto"
              value={attachment.description}
              onInput={({ currentTarget }) => attaching.describe(room, attachment.key, currentTarget.value)}
              onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
            />
          )}
          <IconButton
            icon="close"
            label={lateWords.removeFile(attachment.name)}
            onClick={() => attaching.remove(room, attachment.key)}
          />
        </li>
      ))}
    </ul>
  );
}

/** One file on its way: in the composer, and in a message that is not sent yet. */
export function AttachedFile({ attachment }: { readonly attachment: Attachment }) {
  const { attaching } = useChat();
  const { key, name, type } = attachment;
  const state = useComputed(() => attaching.stateOf(key)).value;
  const preview = usePreview(attaching.blobOf(key), type);
  return (
    <div class="attached-file" data-state={state?.state}>
      {preview ? <img class="attached-preview" src={preview} alt="" /> : <FileIcon type={type} />}
      <div class="attached-text">
        <bdi class="file-name">{name}</bdi>
        <span class="file-facts">{factsOf(attachment, state)}</span>
        {state?.state === 'sending' && (
          <progress aria-label={name} max={Math.max(1, attachment.size)} value={state.sentBytes} />
        )}
      </div>
      {state?.state === 'failed' && mayTryAgain(state.error) && (
        <button
          type="button"
          class="link-button"
          onClick={() => attaching.retry(key)}
          aria-label={lateWords.tryFileAgain(name)}
        >
          {words.tryAgain}
        </button>
      )}
    </div>
  );
}

/** What is too large stays so. */
function mayTryAgain({ code }: Refusal): boolean {
  return code !== 'file_too_large' && code !== 'uploads_off';
}

function factsOf({ size }: Attachment, state: UploadState | undefined): string {
  switch (state?.state) {
    case 'sending':
      return lateWords.fileProgress(state.sentBytes, size);
    case 'failed':
      return troubleWords(state.error);
    default:
      return words.fileSize(size);
  }
}

/** A picture that is still here, as the browser shows it. */
function usePreview(blob: Blob | undefined, type: string): string | undefined {
  const [preview, setPreview] = useState<string>();
  useEffect(() => {
    if (!blob || !/^image\/(png|jpeg|gif|webp|avif)$/.test(type)) return;
    const url = URL.createObjectURL(blob);
    setPreview(url);
    return () => URL.revokeObjectURL(url);
  }, [blob, type]);
  return preview;
}
