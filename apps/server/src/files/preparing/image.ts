import { rename } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { againPath } from '../file-folder.ts';

/** More than what phones take; each pixel takes four bytes while an image is worked on. */
export const MAX_PIXELS = 64_000_000;
/** The longer side of a thumbnail: twice what a message shows, for dense screens. */
const THUMBNAIL_SIDE = 960;
/** A file that is no larger, in bytes or on screen, is its own thumbnail. */
const SMALL_BYTES = 150 * 1024;
/** Animated ones lose their movement in a thumbnail; only heavy ones have one. */
const SMALL_ANIMATED_BYTES = 4 * 1024 * 1024;
/** A photo that has to be written again; nobody sees the difference. */
const QUALITY = 92;

/** Sides of an account's picture and of the small one: twice to four times what the page shows, for dense screens. */
export const PICTURE_SIDE = 288;
export const SMALL_PICTURE_SIDE = 96;

/** Only these are ever parsed: sharp knows many more formats, some of which read other files. */
const LOADERS = ['JpegFile', 'PngFile', 'WebpFile', 'NsgifFile', 'HeifFile'];

/** For the process that does nothing else: one image at a time, on one core, and nothing kept. */
export function limitImageWork(): void {
  sharp.concurrency(1);
  sharp.cache(false);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: LOADERS.map((format) => `VipsForeignLoad${format}`) });
}

export type PreparedImage =
  | { readonly kind: 'image'; readonly width: number; readonly height: number; readonly thumbnail: boolean }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unreadable' };

export interface ImageFiles {
  /** Written again without what it says of its maker and the place, where it says something. */
  readonly image: string;
  readonly thumbnail: string;
  readonly byteLength: number;
}

/**
 * Looks at an image, takes the metadata from it (places, cameras, names), and makes its thumbnail. An image without
 * metadata keeps every byte. The orientation that stood in the metadata is the image's own after that.
 */
export async function prepareImage({ image, thumbnail, byteLength }: ImageFiles): Promise<PreparedImage> {
  let metadata: Metadata;
  try {
    // The header alone: no pixel is decoded for it.
    metadata = await sharp(image, { limitInputPixels: false }).metadata();
  } catch {
    return { kind: 'unreadable' };
  }
  const { autoOrient, pages = 1 } = metadata;
  if (metadata.width * (metadata.pageHeight ?? metadata.height) > MAX_PIXELS) return { kind: 'too-large' };
  try {
    if (tellsSomething(metadata)) await writeAgain(image, metadata);
    const isSmall =
      pages > 1
        ? byteLength <= SMALL_ANIMATED_BYTES
        : byteLength <= SMALL_BYTES && Math.max(autoOrient.width, autoOrient.height) <= THUMBNAIL_SIDE;
    if (!isSmall) await open(image).autoOrient().resize(FITTING).webp({ quality: 78 }).toFile(thumbnail);
    return { kind: 'image', width: autoOrient.width, height: autoOrient.height, thumbnail: !isSmall };
  } catch {
    return { kind: 'unreadable' };
  }
}

/** Makes a square picture and a small one of whatever can be seen of an image. They have no metadata. */
export async function cropImage(
  from: string,
  { picture, small }: { readonly picture: string; readonly small: string },
): Promise<'too-large' | 'unreadable' | 'cropped'> {
  try {
    const { width, height, pageHeight = height } = await sharp(from, { limitInputPixels: false }).metadata();
    if (width * pageHeight > MAX_PIXELS) return 'too-large';
    const upright = open(from).autoOrient();
    for (const [side, path] of [
      [PICTURE_SIDE, picture],
      [SMALL_PICTURE_SIDE, small],
    ] as const)
      await upright.clone().resize(side, side, { fit: 'cover' }).webp({ quality: 82 }).toFile(path);
    return 'cropped';
  } catch {
    return 'unreadable';
  }
}

const FITTING = { width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: 'inside', withoutEnlargement: true } as const;

/** An AVIF's metadata is blanked where it stands: see scrub-boxes.ts. */
function tellsSomething({ format, exif, xmp, iptc, comments, tifftagPhotoshop }: Metadata): boolean {
  if (format === 'heif') return false;
  return Boolean(exif ?? xmp ?? iptc ?? tifftagPhotoshop) || (comments ?? []).length > 0;
}

async function writeAgain(path: string, { format, pages = 1 }: Metadata): Promise<void> {
  const again = againPath(path);
  await inItsFormat(
    open(path, pages > 1)
      .autoOrient()
      .keepIccProfile(),
    format,
  ).toFile(again);
  await rename(again, path);
}

function inItsFormat(image: Sharp, format: Metadata['format']): Sharp {
  switch (format) {
    case 'jpeg':
      return image.jpeg({ quality: QUALITY });
    case 'webp':
      return image.webp({ quality: QUALITY });
    case 'gif':
      return image.gif();
    default:
      return image.png();
  }
}

/** Damaged images are shown as far as they go. */
function open(path: string, animated = false): Sharp {
  return sharp(path, { animated, limitInputPixels: MAX_PIXELS * (animated ? 4 : 1), failOn: 'none' });
}
