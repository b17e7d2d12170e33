import { useSignal } from '@preact/signals';
import { fileKind } from '@skein/protocol/file-kind';
import type { FileView } from '@skein/protocol/files';
import { onDemand } from '../../design/on-demand.tsx';
import { words } from '../../words/words.ts';
import { addressOf } from './file-address.ts';
import { FileCard } from './file-card.tsx';
import './message-files.css';
import { Photo } from './photo.tsx';

const Lightbox = onDemand(async () => (await import('./lightbox.tsx')).Lightbox);

/** The files of a message: pictures together, then what can be heard or watched, then the rest as cards. */
export function MessageFiles({ files }: { readonly files: readonly FileView[] }) {
  const opened = useSignal<number | undefined>(undefined);
  const pictures = files.filter(isPicture);
  const others = files.filter((file) => !isPicture(file));
  return (
    <div class="message-files">
      {pictures.length > 0 && (
        <div class="photos" data-columns={columnsOf(pictures.length)} role="group" aria-label={words.pictures}>
          {pictures.map((picture, index) => (
            <Photo
              key={picture.id}
              picture={picture}
              isAlone={pictures.length === 1}
              onOpen={() => (opened.value = index)}
            />
          ))}
        </div>
      )}
      {others.map((file) => (
        <OtherFile key={file.id} file={file} />
      ))}
      {opened.value !== undefined && (
        <Lightbox pictures={pictures} first={opened.value} onClose={() => (opened.value = undefined)} />
      )}
    </div>
  );
}

function columnsOf(count: number): number {
  return count === 4 ? 2 : Math.min(count, 3);
}

/** One whose size is not known cannot be given its place before it is there. */
function isPicture({ type, width, height }: FileView): boolean {
  return fileKind(type) === 'image' && width !== undefined && height !== undefined;
}

function OtherFile({ file }: { readonly file: FileView }) {
  switch (fileKind(file.type)) {
    case 'video':
      return (
        <figure class="film">
          <video
            controls
            preload="metadata"
            playsInline
            src={addressOf(file)}
            aria-label={file.description ?? file.name}
            style={{ aspectRatio: `${file.width ?? 16} / ${file.height ?? 9}` }}
          />
          <FileCard file={file} />
        </figure>
      );
    case 'audio':
      return (
        <figure class="sound">
          <audio controls preload="none" src={addressOf(file)} aria-label={file.description ?? file.name} />
          <FileCard file={file} />
        </figure>
      );
    default:
      return <FileCard file={file} />;
  }
}
