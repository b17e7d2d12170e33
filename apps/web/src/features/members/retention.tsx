import { useSignal } from '@preact/signals';
import type { RoomView } from '@skein/protocol/rooms';
import { Button } from '../../design/button.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { words } from '../../words/words.ts';

const RetentionDialog = onDemand(async () => (await import('./retention-dialog.tsx')).RetentionDialog);

interface RetentionProps {
  readonly room: RoomView;
  readonly mayChange: boolean;
}

/** How long the room keeps its messages; to be changed by who may. */
export function Retention({ room, mayChange }: RetentionProps) {
  const isOpen = useSignal(false);
  if (!mayChange && room.retentionDays === null) return null;
  return (
    <section class="members-retention" aria-label={words.retention}>
      <p>{words.retentionNow(room.retentionDays)}</p>
      {mayChange && <Button onClick={() => (isOpen.value = true)}>{words.retentionChange}</Button>}
      {isOpen.value && <RetentionDialog room={room} onClose={() => (isOpen.value = false)} />}
    </section>
  );
}
