import { useSignal } from '@preact/signals';
import type { ChangedSettings, RoomView } from '@skein/protocol/rooms';
import { useId, useMemo } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Confirm } from '../../design/confirm.tsx';
import { Field, FormError } from '../../design/field.tsx';
import { Form } from '../../models/form.ts';
import type { Trouble } from '../../models/trouble.ts';
import { useChat } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';

const FIELD_BY_CODE = { name_taken: 'name', name_invalid: 'name' } as const;

interface RoomFactsProps {
  readonly room: RoomView;
  /** Whether its name may be changed, and whether it is over. */
  readonly isOwner: boolean;
}

/** What a room is called and about: for who has a say in it. */
export function RoomFacts({ room, isOwner }: RoomFactsProps) {
  const { rest } = useChat();
  const form = useMemo(() => new Form<'name'>({ fieldByCode: FIELD_BY_CODE, troubleWords }), []);
  const id = useId();
  const name = useSignal(room.name);
  const topic = useSignal(room.topic ?? '');
  const description = useSignal(room.description ?? '');
  const isSaved = useSignal(false);
  const isArchiving = useSignal(false);

  async function change(settings: ChangedSettings): Promise<void> {
    isSaved.value = false;
    isSaved.value = await form.submit(async () => {
      const answer = await rest.changeRoom(room.id, settings);
      return answer.ok ? undefined : answer.error;
    });
  }

  async function archive(): Promise<Trouble | undefined> {
    const answer = await rest.changeRoom(room.id, { archived: true });
    return answer.ok ? undefined : answer.error;
  }

  function submit(event: Event): void {
    event.preventDefault();
    const texts = { topic: topic.value.trim(), description: description.value.trim() };
    void change(isOwner ? { name: name.value.trim(), ...texts } : texts);
  }

  return (
    <section class="room-settings-part" aria-labelledby={`${id}-heading`}>
      <h3 id={`${id}-heading`}>{lateWords.forEverybody}</h3>
      <form class="room-settings-part" noValidate onSubmit={submit}>
        {isOwner && (
          <Field
            label={lateWords.roomName}
            autocomplete="off"
            dir="auto"
            value={name}
            onInput={(event) => (name.value = event.currentTarget.value)}
            error={form.at('name')}
          />
        )}
        <Field
          label={lateWords.topic}
          hint={lateWords.topicHint}
          autocomplete="off"
          dir="auto"
          maxLength={200}
          value={topic}
          onInput={(event) => (topic.value = event.currentTarget.value)}
        />
        <div class="field">
          <label for={id}>{lateWords.description}</label>
          <textarea
            id={id}
            class="room-settings-text"
            rows={3}
            dir="auto"
            maxLength={1000}
            aria-describedby={`${id}-about`}
            value={description}
            onInput={(event) => (description.value = event.currentTarget.value)}
          />
          <p id={`${id}-about`} class="field-hint">
            {lateWords.descriptionHint}
          </p>
        </div>
        <FormError>{form.whole}</FormError>
        <div class="dialog-actions">
          <p role="status" class="room-settings-saved">
            {isSaved.value ? lateWords.settingsSaved : ''}
          </p>
          <Button kind="primary" type="submit" isBusy={form.isBusy.value}>
            {words.save}
          </Button>
        </div>
      </form>
      {isOwner && (
        <div class="room-settings-archive">
          <p class="field-hint">{lateWords.archiveHint}</p>
          <Button onClick={() => (room.archived ? void change({ archived: false }) : (isArchiving.value = true))}>
            {room.archived ? lateWords.unarchive : lateWords.archive}
          </Button>
        </div>
      )}
      {isArchiving.value && (
        <Confirm
          title={lateWords.archiveTitle(room.name)}
          text={lateWords.archiveText}
          action={lateWords.archiveConfirm}
          onConfirm={archive}
          onClose={() => (isArchiving.value = false)}
        />
      )}
    </section>
  );
}
