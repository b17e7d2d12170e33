import { useSignal } from '@preact/signals';
import { LIMITS } from '@skein/protocol/limits';
import { useRef } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/field.tsx';
import type { Trouble } from '../../models/trouble.ts';
import { useChat } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import './own-picture.css';
import { Picture } from './picture.tsx';

const TYPES = 'image/jpeg,image/png,image/webp,image/gif,image/avif';

/** What everybody sees beside the own name; chosen or dropped here, it counts at once. */
export function OwnPicture({ name }: { readonly name: string }) {
  const chat = useChat();
  const trouble = useSignal<Trouble | undefined>(undefined);
  const isBusy = useSignal(false);
  const isOver = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const { id, picture } = chat.account.value;

  async function set(image: File | null | undefined): Promise<void> {
    if (image === undefined || isBusy.value) return;
    const limit = LIMITS.pictureBytes;
    if (image && image.size > limit) return void (trouble.value = { code: 'file_too_large', params: { limit } });
    isBusy.value = true;
    const answer = await chat.rest.setPicture(image);
    isBusy.value = false;
    trouble.value = answer.ok ? undefined : answer.error;
  }

  /** What is dropped here is not for the room behind the dialog. */
  function dragged(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.stopPropagation();
    const isInside = event.currentTarget instanceof Node && event.currentTarget.contains(event.relatedTarget as Node);
    isOver.value = event.type === 'dragenter' || event.type === 'dragover' || (event.type === 'dragleave' && isInside);
    if (event.type === 'drop') void set(event.dataTransfer.files[0]);
  }

  return (
    <div
      class="own-picture"
      data-over={isOver.value}
      onDragEnter={dragged}
      onDragOver={dragged}
      onDragLeave={dragged}
      onDrop={dragged}
    >
      <Picture person={{ id, name }} size="large" />
      <div class="own-picture-actions">
        <Button isBusy={isBusy.value} onClick={() => input.current!.click()}>
          {lateWords.choosePicture}
        </Button>
        {picture !== undefined && <Button onClick={() => void set(null)}>{lateWords.removePicture}</Button>}
        <input
          ref={input}
          type="file"
          accept={TYPES}
          hidden
          aria-label={lateWords.choosePicture}
          onChange={({ currentTarget }) => {
            void set(currentTarget.files?.[0]);
            currentTarget.value = '';
          }}
        />
      </div>
      <div>
        <FormError>{trouble.value && troubleWords(trouble.value)}</FormError>
        {!trouble.value && <p class="field-hint">{lateWords.pictureHint}</p>}
      </div>
    </div>
  );
}
