import { useSignal } from '@preact/signals';
import type { RoomPreferences, RoomView } from '@skein/protocol/rooms';
import { levelOf } from '@skein/protocol/should-notify';
import { useId } from 'preact/hooks';
import { Check } from '../../design/check.tsx';
import { Choice, FormError } from '../../design/field.tsx';
import { Select } from '../../design/select.tsx';
import type { Trouble } from '../../models/trouble.ts';
import { type Until, untilTime } from '../../models/until.ts';
import { useChat } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';

const MUTES = ['off', 'hour', 'four-hours', 'tomorrow', 'week'] as const satisfies readonly Until[];

/** What somebody sets for a room for themselves: it counts at once, on all their devices. */
export function OwnPreferences({ room }: { readonly room: RoomView }) {
  const chat = useChat();
  const id = useId();
  const trouble = useSignal<Trouble | undefined>(undefined);
  const preferences = room.preferences ?? {};
  const { mutedUntil = 0 } = preferences;
  const isMuted = mutedUntil > chat.now;

  async function set(changed: RoomPreferences): Promise<void> {
    const all = { ...preferences, ...changed };
    const kept = Object.entries(all).filter(([, value]) => value !== undefined && value !== false);
    const answer = await chat.rest.setPreferences(room.id, Object.fromEntries(kept));
    trouble.value = answer.ok ? undefined : answer.error;
  }

  return (
    <section class="room-settings-part" aria-labelledby={id}>
      <h3 id={id}>{lateWords.forYou}</h3>
      <Check isChecked={preferences.pinned === true} onChange={(pinned) => void set({ pinned })}>
        {lateWords.keepAtTop}
      </Check>
      <Choice
        legend={lateWords.level}
        name={`${id}-level`}
        options={lateWords.levels}
        hints={lateWords.levelHints}
        value={levelOf(room)}
        onChange={(level) => void set({ level })}
      />
      <Select<Until>
        label={lateWords.mute}
        options={[
          ...(isMuted ? [['kept', lateWords.keptUntil(mutedUntil)] as const] : []),
          ...MUTES.map((until) => [until, lateWords.untils[until]] as const),
        ]}
        value={isMuted ? 'kept' : 'off'}
        onChange={(until) => void set({ mutedUntil: untilTime(until, chat.now, mutedUntil)! })}
      />
      <FormError>{trouble.value && troubleWords(trouble.value)}</FormError>
    </section>
  );
}
