import type { Signal } from '@preact/signals';
import type { RoomView } from '@skein/protocol/rooms';
import { onDemand } from '../../design/on-demand.tsx';
import type { Overlay } from '../../models/overlay.ts';
import type { Replies } from '../../models/replies.ts';
import { blockedIn } from '../../models/rights.ts';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';
import { Composer } from './composer.tsx';

const BlockedNote = onDemand(async () => (await import('./blocked-note.tsx')).BlockedNote);

interface WritingPlaceProps {
  readonly room: RoomView | undefined;
  readonly overlay: Signal<Overlay>;
  /** Those beside the room, where it is written to them. */
  readonly replies?: Replies;
}

/** Where one writes, or why that cannot be done here. */
export function WritingPlace({ room, ...rest }: WritingPlaceProps) {
  const account = useChat().account.value;
  if (room?.archived) return <p class="no-writing">{words.archivedNote}</p>;
  const blocked = room && blockedIn(account, room);
  return blocked ? <BlockedNote person={blocked} /> : <Composer key={room?.id} room={room} {...rest} />;
}
