import { constants } from 'node:fs';
import { copyFile, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { accepted, refused, type Result } from '../../result.ts';
import type { FileFacts } from '../../storage/rows.ts';
import type { FileFolder } from '../file-folder.ts';
import { typeOf } from './file-type.ts';
import { cropImage, MAX_PIXELS, PICTURE_SIDE, prepareImage } from './image.ts';
import { scrubFilm, scrubPhoto } from './scrub-boxes.ts';

const NO_SIZE = { width: undefined, height: undefined, durationMs: undefined, thumbnail: false };
/** What browsers show and is decoded here. */
const IMAGES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);
/** Bytes of which nothing is known. */
const PLAIN = { type: 'application/octet-stream', ...NO_SIZE };

/**
 * Makes a file of an upload that is whole: finds out what it is, takes from it what it tells of places and makers, and makes
 * its thumbnail. It is on disk under its name after that. Works on a copy, to which no late byte of an upload is written.
 * @param isPlain nothing is looked into
 */
export async function prepareFile(
  folder: FileFolder,
  id: string,
  { isPlain = false } = {},
): Promise<Result<FileFacts>> {
  const path = folder.preparedPath(id);
  await copyFile(folder.uploadPath(id), path, constants.COPYFILE_FICLONE);
  const looked = isPlain ? accepted(PLAIN) : await lookInto(path, folder.thumbnailPath(id));
  if (!looked.ok) {
    await rm(path);
    return looked;
  }
  if (looked.value.thumbnail) await sync(folder.thumbnailPath(id));
  const size = await sync(path);
  await rename(path, folder.wholePath(id));
  await sync(dirname(path));
  return accepted({ ...looked.value, size });
}

/** As above, but what is kept is a square of the image, and a small one as its thumbnail; of anything else nothing. */
export async function preparePicture(folder: FileFolder, id: string): Promise<Result<FileFacts>> {
  const [upload, picture, small] = [folder.uploadPath(id), folder.preparedPath(id), folder.thumbnailPath(id)];
  if (!IMAGES.has(await typeOf(upload))) return refused('image_unreadable');
  const made = await cropImage(upload, { picture, small });
  if (made === 'too-large') return refused('image_too_large', { params: { limit: MAX_PIXELS } });
  if (made === 'unreadable') return refused('image_unreadable');
  await sync(small);
  const size = await sync(picture);
  await rename(picture, folder.wholePath(id));
  await sync(dirname(picture));
  const side = PICTURE_SIDE;
  return accepted({ type: 'image/webp', width: side, height: side, durationMs: undefined, thumbnail: true, size });
}

async function lookInto(path: string, thumbnail: string): Promise<Result<Omit<FileFacts, 'size'>>> {
  const type = await typeOf(path);
  if (IMAGES.has(type)) return lookIntoImage(path, thumbnail, type);
  switch (type) {
    case 'image/heic':
    case 'image/heif':
      await scrubbed(() => scrubPhoto(path));
      return accepted({ type, ...NO_SIZE });
    case 'video/mp4':
    case 'video/quicktime':
    case 'audio/mp4':
    case 'video/3gpp':
      return accepted({ type, ...NO_SIZE, ...(await scrubbed(() => scrubFilm(path))) });
    default:
      return accepted({ type, ...NO_SIZE });
  }
}

async function lookIntoImage(path: string, thumbnail: string, type: string): Promise<Result<Omit<FileFacts, 'size'>>> {
  const byteLength = await lengthOf(path);
  if (type === 'image/avif') await scrubbed(() => scrubPhoto(path));
  const image = await prepareImage({ image: path, thumbnail, byteLength });
  switch (image.kind) {
    case 'image':
      return accepted({ ...NO_SIZE, type, width: image.width, height: image.height, thumbnail: image.thumbnail });
    case 'too-large':
      return refused('image_too_large', { params: { limit: MAX_PIXELS } });
    case 'unreadable':
      // It only begins like an image: nobody tries to show it.
      return accepted(PLAIN);
  }
}

/** Boxes that contradict themselves end the walk through them; what was found until then is blanked. */
async function scrubbed<T>(scrub: () => Promise<T>): Promise<T | undefined> {
  try {
    return await scrub();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

async function lengthOf(path: string): Promise<number> {
  await using file = await open(path, 'r');
  return (await file.stat()).size;
}

/** @returns its size */
async function sync(path: string): Promise<number> {
  await using file = await open(path, 'r');
  await file.sync();
  return (await file.stat()).size;
}
