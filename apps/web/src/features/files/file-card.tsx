import { fileKind } from '@skein/protocol/file-kind';
import type { FileView } from '@skein/protocol/files';
import { Icon, type IconName } from '../../design/icon.tsx';
import { words } from '../../words/words.ts';
import { downloadOf } from './file-address.ts';

/** A file by its name and size; pressed, it is saved. */
export function FileCard({ file }: { readonly file: FileView }) {
  const { name, size, description } = file;
  return (
    <a class="file-card" href={downloadOf(file)} download={name} aria-label={words.download(name)}>
      <FileIcon type={file.type} />
      <span class="file-card-text">
        <bdi class="file-name">{name}</bdi>
        <span class="file-facts">
          {words.fileSize(size)}
          {description && <> · {description}</>}
        </span>
      </span>
      <Icon name="download" />
    </a>
  );
}

export function FileIcon({ type }: { readonly type: string }) {
  return (
    <span class="file-icon">
      <Icon name={iconOf(type)} />
    </span>
  );
}

const ICONS = { image: 'picture', audio: 'sound', video: 'film', other: 'file' } as const;

function iconOf(type: string): IconName {
  const [family = ''] = type.split('/');
  if (family === 'image') return ICONS.image;
  return ICONS[fileKind(type)];
}
