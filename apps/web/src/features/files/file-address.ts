import type { FileView } from '@skein/protocol/files';

export function addressOf({ id }: Pick<FileView, 'id'>): string {
  return `/api/files/${id}`;
}

/** Small where there is a small one. */
export function thumbnailOf(file: FileView): string {
  return file.thumbnail ? `${addressOf(file)}/thumbnail` : addressOf(file);
}

export function downloadOf(file: FileView): string {
  return `${addressOf(file)}?download`;
}
