import { useSignal } from '@preact/signals';
import { drawnPicture } from '../../models/drawn-picture.ts';
import { useChat } from '../../page.ts';
import { addressOf } from '../files/file-address.ts';
import './picture.css';

/** Threads that run around the initial, in a square of 32. */
const WEAVES = [
  ['M-2 12C6 12 12 6 12-2', 'M20 34C20 26 26 20 34 20'],
  ['M20-2C20 6 26 12 34 12', 'M-2 20C6 20 12 26 12 34'],
  ['M-2 6C8 2 24 9 34 4', 'M-2 28C8 24 24 31 34 26'],
  ['M5-2C2 8 9 24 4 34', 'M28-2C24 8 31 24 27 34'],
  ['M-2 7C10 3 27 5 27 34', 'M-2 12C10 7 22 9 22 34'],
  ['M34 25C22 29 5 27 5-2', 'M34 20C22 24 10 22 10-2'],
] as const;

interface PictureProps {
  readonly person: { readonly id: string; readonly name: string };
  readonly size?: 'small' | 'medium' | 'large';
  /** Of their thread in a room, where it is another than their own. */
  readonly colour?: number;
  /** Whether they are connected; nothing is shown of it where it is left out. */
  readonly isHere?: boolean | undefined;
}

/** Somebody's picture, or the one drawn for them, beside their name: it says nothing that is not written there. */
export function Picture({ person, size = 'medium', colour, isHere }: PictureProps) {
  const file = useChat().pictures.of(person.id);
  const { warp, weft, weave, initial } = drawnPicture(person, colour);
  return (
    <span class={`picture picture-${size} warp-${warp} weft-${weft}`} aria-hidden="true">
      <svg viewBox="0 0 32 32">
        <path class="picture-weft" d={WEAVES[weave]![0]} />
        <path class="picture-warp" d={WEAVES[weave]![1]} />
      </svg>
      {/* Drawn, not written: it is no part of what a button around it is called. */}
      <span class="picture-initial" data-initial={initial} />
      {file !== undefined && <Uploaded key={file} address={addressOf({ id: file })} isLarge={size === 'large'} />}
      {isHere !== undefined && <span class="picture-here" data-here={isHere} />}
    </span>
  );
}

/** Over the drawn one, which stays where this cannot be loaded. */
function Uploaded({ address, isLarge }: { readonly address: string; readonly isLarge: boolean }) {
  const hasFailed = useSignal(false);
  if (hasFailed.value) return null;
  const source = isLarge ? address : `${address}/thumbnail`;
  return (
    <img class="picture-uploaded" src={source} alt="" draggable={false} onError={() => (hasFailed.value = true)} />
  );
}

/** One picture of several people: that of the only one, or of the first two, one over the other. */
export function GroupPicture({
  people,
  isHere,
}: {
  readonly people: readonly PictureProps['person'][];
  readonly isHere?: boolean | undefined;
}) {
  const [first, second] = people;
  if (!first) return null;
  if (!second) return <Picture person={first} size="small" isHere={isHere} />;
  return (
    <span class="picture-group" aria-hidden="true">
      <Picture person={second} size="small" />
      <Picture person={first} size="small" />
    </span>
  );
}
