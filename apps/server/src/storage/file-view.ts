import type { FileView } from '@skein/protocol/files';
import type { FileRow } from './rows.ts';

/** A whole file as people see it: what is not known or not there is left out. */
export function toFileView(row: FileRow): FileView {
  const { id, name, type, size, width, height, thumbnail, durationMs, description } = row;
  if (type === undefined) throw new Error(`file ${id} is not whole`);
  return {
    id,
    name,
    type,
    size,
    ...(width === undefined || height === undefined ? {} : { width, height }),
    ...(thumbnail ? { thumbnail } : {}),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(description === '' ? {} : { description }),
  };
}
