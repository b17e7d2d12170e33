import { useSignal } from '@preact/signals';
import type { FileView } from '@skein/protocol/files';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import { addressOf, downloadOf } from './file-address.ts';
import './lightbox.css';

/** A finger that moves this far to the side wants the next picture. */
const SWIPE_PX = 48;

interface LightboxProps {
  readonly pictures: readonly FileView[];
  readonly first: number;
  readonly onClose: () => void;
}

/** The pictures of a message over the whole page, one at a time: arrow keys or a swipe lead on, Escape back, Enter to full size. */
export function Lightbox({ pictures, first, onClose }: LightboxProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const shown = useSignal(first);
  const isFull = useSignal(false);
  const touchedAt = useRef<number | undefined>(undefined);
  const picture = pictures[shown.value]!;
  useLayoutEffect(() => {
    const dialog = ref.current!;
    const opener = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  function step(by: 1 | -1): void {
    const next = shown.value + by;
    if (next < 0 || next >= pictures.length) return;
    isFull.value = false;
    shown.value = next;
  }

  function keyed(event: KeyboardEvent): void {
    const isRightToLeft = getComputedStyle(ref.current!).direction === 'rtl';
    if (event.key === 'ArrowRight') step(isRightToLeft ? -1 : 1);
    else if (event.key === 'ArrowLeft') step(isRightToLeft ? 1 : -1);
    else return;
    event.preventDefault();
  }

  return (
    <dialog
      ref={ref}
      class="lightbox"
      aria-label={picture.description ?? picture.name}
      onKeyDown={keyed}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      onPointerDown={({ clientX, pointerType }) => (touchedAt.current = pointerType === 'touch' ? clientX : undefined)}
      onPointerUp={({ clientX }) => {
        const moved = touchedAt.current === undefined || isFull.value ? 0 : clientX - touchedAt.current;
        if (Math.abs(moved) > SWIPE_PX) step(moved < 0 ? 1 : -1);
      }}
    >
      <header class="lightbox-bar">
        <span class="lightbox-name">
          <bdi>{picture.name}</bdi>
          {pictures.length > 1 && <span>{lateWords.pictureOf(shown.value + 1, pictures.length)}</span>}
        </span>
        <a
          class="icon-button"
          href={downloadOf(picture)}
          download={picture.name}
          aria-label={words.download(picture.name)}
        >
          <Icon name="download" />
        </a>
        <IconButton icon="close" label={words.close} onClick={onClose} />
      </header>
      <div
        class="lightbox-stage"
        data-full={isFull.value}
        onClick={(event) => event.target === event.currentTarget && onClose()}
      >
        <button
          type="button"
          class="lightbox-picture"
          aria-label={isFull.value ? lateWords.zoomOut : lateWords.zoomIn}
          autofocus
          onClick={() => (isFull.value = !isFull.value)}
        >
          <img
            key={picture.id}
            src={addressOf(picture)}
            width={picture.width}
            height={picture.height}
            alt={picture.description ?? picture.name}
            draggable={false}
          />
        </button>
      </div>
      {pictures.length > 1 && (
        <>
          <span class="lightbox-previous">
            <IconButton
              icon="back"
              label={lateWords.previousPicture}
              disabled={shown.value === 0}
              onClick={() => step(-1)}
            />
          </span>
          <span class="lightbox-next">
            <IconButton
              icon="forward"
              label={lateWords.nextPicture}
              disabled={shown.value === pictures.length - 1}
              onClick={() => step(1)}
            />
          </span>
        </>
      )}
      {picture.description && <p class="lightbox-description">{picture.description}</p>}
    </dialog>
  );
}
