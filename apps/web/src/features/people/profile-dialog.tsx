import { useSignal } from '@preact/signals';
import type { ChangeAccount } from '@skein/protocol/rest';
import { useMemo } from 'preact/hooks';
import { Check } from '../../design/check.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field, FormError } from '../../design/field.tsx';
import { FormActions } from '../../design/form-actions.tsx';
import { OwnPicture } from './own-picture.tsx';
import { Select } from '../../design/select.tsx';
import { Form } from '../../models/form.ts';
import { minutesOf, timeOf } from '../../models/time-of-day.ts';
import { type Until, untilTime } from '../../models/until.ts';
import { useChat } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import './profile-dialog.css';

const FIELD_BY_CODE = { name_taken: 'name', name_invalid: 'name' } as const;
const CLEARINGS = ['off', 'half-hour', 'hour', 'four-hours', 'tomorrow'] as const satisfies readonly Until[];
const NIGHT = { from: 22 * 60, to: 7 * 60 };

/** What somebody tells of themselves, and when they are not to be disturbed. */
export function ProfileDialog({ onClose }: { readonly onClose: () => void }) {
  const chat = useChat();
  const form = useMemo(() => new Form<'name'>({ fieldByCode: FIELD_BY_CODE, troubleWords }), []);
  const { current: account } = useMemo(() => ({ current: chat.account.value }), []);
  const zone = useMemo(() => new Intl.DateTimeFormat().resolvedOptions().timeZone, []);
  const status = account.status && (account.status.until ?? Infinity) > chat.now ? account.status : undefined;
  const wasQuiet = (account.quietUntil ?? 0) > chat.now;
  const name = useSignal(account.name);
  const emoji = useSignal(status?.emoji ?? '');
  const text = useSignal(status?.text ?? '');
  const clears = useSignal<Until>(status?.until === undefined ? 'off' : 'kept');
  const sharesTime = useSignal(account.timeZone !== undefined);
  const quiet = useSignal<Until>(wasQuiet ? 'kept' : 'off');
  const hours = useSignal(account.quietHours);

  function changes(): ChangeAccount {
    const until = untilTime(clears.value, chat.now, status?.until);
    const isEmpty = `${emoji.value}${text.value}`.trim() === '';
    return {
      name: name.value.trim(),
      status: isEmpty
        ? null
        : { emoji: emoji.value.trim(), text: text.value.trim(), ...(until === undefined ? {} : { until }) },
      // Quiet hours go by the account's clock, so it has to be known.
      timeZone: sharesTime.value || hours.value ? zone : null,
      quietUntil: untilTime(quiet.value, chat.now, account.quietUntil) ?? null,
      quietHours: hours.value ?? null,
    };
  }

  function submit(event: Event): void {
    event.preventDefault();
    void form
      .submit(async () => {
        const answer = await chat.rest.changeAccount(changes());
        return answer.ok ? undefined : answer.error;
      })
      .then((isSaved) => isSaved && onClose());
  }

  const untilOptions = (kept: number | undefined, off: string) => [
    ...(kept === undefined ? [] : [['kept', lateWords.keptUntil(kept)] as const]),
    ...CLEARINGS.map((until) => [until, until === 'off' ? off : lateWords.untils[until]] as const),
  ];

  return (
    <Dialog title={words.profile} onClose={onClose}>
      <form class="profile-form" noValidate onSubmit={submit}>
        <FormError>{form.whole}</FormError>
        <OwnPicture name={name.value} />
        <Field
          label={lateWords.displayName}
          hint={lateWords.displayNameHint(account.login)}
          autocomplete="off"
          dir="auto"
          value={name}
          onInput={(event) => (name.value = event.currentTarget.value)}
          error={form.at('name')}
        />
        <div class="profile-status">
          <Field
            label={lateWords.statusEmoji}
            autocomplete="off"
            maxLength={32}
            value={emoji}
            onInput={(event) => (emoji.value = event.currentTarget.value)}
          />
          <Field
            label={lateWords.statusText}
            placeholder={lateWords.statusHint}
            autocomplete="off"
            dir="auto"
            maxLength={100}
            value={text}
            onInput={(event) => (text.value = event.currentTarget.value)}
          />
        </div>
        <Select<Until>
          label={lateWords.statusUntil}
          options={untilOptions(status?.until, lateWords.statusNever)}
          value={clears.value}
          onChange={(until) => (clears.value = until)}
        />
        <Select<Until>
          label={lateWords.quietNow}
          options={untilOptions(wasQuiet ? account.quietUntil : undefined, lateWords.untils.off)}
          value={quiet.value}
          onChange={(until) => (quiet.value = until)}
        />
        <Check isChecked={hours.value !== undefined} onChange={(isOn) => (hours.value = isOn ? NIGHT : undefined)}>
          {lateWords.quietDaily}
        </Check>
        {hours.value && (
          <div class="profile-hours">
            {(['from', 'to'] as const).map((end) => (
              <Field
                key={end}
                type="time"
                label={end === 'from' ? lateWords.quietFrom : lateWords.quietTo}
                value={timeOf(hours.value![end])}
                onInput={(event) =>
                  (hours.value = { ...hours.value!, [end]: minutesOf(event.currentTarget.value) ?? hours.value![end] })
                }
              />
            ))}
          </div>
        )}
        <p class="field-hint">{lateWords.quietHint}</p>
        <Check isChecked={sharesTime.value} onChange={(shares) => (sharesTime.value = shares)}>
          {lateWords.shareTime(zone)}
        </Check>
        <FormActions action={words.save} isBusy={form.isBusy.value} onClose={onClose} />
      </form>
    </Dialog>
  );
}
