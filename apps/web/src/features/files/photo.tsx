import type { FileView } from '@skein/protocol/files';
import { words } from '../../words/words.ts';
import { thumbnailOf } from './file-address.ts';

/** The largest that a picture is shown in a message, in CSS pixels. */
const MOST = { width: 448, height: 336 };
/** A very tall one, such as a whole page, is cut. */
const TALLEST = 2.2;

interface PhotoProps {
  readonly picture: FileView;
  readonly isAlone: boolean;
  readonly onOpen: () => void;
}

/** Its place is there before it is, so that nothing moves when it comes. */
export function Photo({ picture, isAlone, onOpen }: PhotoProps) {
  const { name, description } = picture;
  const place = isAlone ? placeOf(picture) : undefined;
  return (
    <button
      type="button"
      class="photo"
      style={place && { inlineSize: `${place.width}px` }}
      aria-label={words.openPicture(description ?? name)}
      onClick={onOpen}
    >
      <img
        src={thumbnailOf(picture)}
        alt=""
        style={place && { aspectRatio: `${place.width} / ${place.height}` }}
        loading="lazy"
        decoding="async"
      />
    </button>
  );
}

function placeOf({ width = 1, height = 1 }: FileView): { readonly width: number; readonly height: number } {
  const shownHeight = Math.min(height, width * TALLEST);
  const scale = Math.min(1, MOST.width / width, MOST.height / shownHeight);
  return { width: Math.max(44, Math.round(width * scale)), height: Math.max(44, Math.round(shownHeight * scale)) };
}
