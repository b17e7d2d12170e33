import type { FileRow } from '../rows.ts';

/** A file's columns under the names that the rest of the server knows. */
export const FILE_COLUMNS = [
  'files.id',
  'files.owner_id as owner',
  'files.name',
  'files.size',
  'files.created_at as createdAt',
  'files.type',
  'files.width',
  'files.height',
  'files.duration_ms as durationMs',
  'files.thumbnail',
  'files.description',
  'files.room_id as room',
  'files.message_seq as message',
  'files.is_picture as isPicture',
] as const;

type Stored<Row> = {
  readonly [K in keyof Row]: Row[K] extends boolean ? number : undefined extends Row[K] ? Row[K] | null : Row[K];
};

/** SQLite has neither truth values nor undefined. */
export function toFileRow(stored: Stored<FileRow>): FileRow {
  return {
    ...stored,
    type: stored.type ?? undefined,
    width: stored.width ?? undefined,
    height: stored.height ?? undefined,
    durationMs: stored.durationMs ?? undefined,
    thumbnail: stored.thumbnail === 1,
    room: stored.room ?? undefined,
    message: stored.message ?? undefined,
    isPicture: stored.isPicture === 1,
  };
}
