export type FileKind = 'image' | 'audio' | 'video' | 'other';

/** What every browser shows by itself and runs nothing of. Everything else is only ever downloaded. */
const SHOWN: Readonly<Record<string, FileKind>> = {
  'image/png': 'image',
  'image/jpeg': 'image',
  'image/gif': 'image',
  'image/webp': 'image',
  'image/avif': 'image',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'audio/aac': 'audio',
  'audio/ogg': 'audio',
  'audio/wav': 'audio',
  'audio/flac': 'audio',
  'audio/webm': 'audio',
  'video/mp4': 'video',
  'video/webm': 'video',
  'video/ogg': 'video',
  'video/quicktime': 'video',
};

/** How a file is shown in place. */
export function fileKind(type: string): FileKind {
  return Object.hasOwn(SHOWN, type) ? SHOWN[type]! : 'other';
}
