/** A box as films and photos of phones are made of: length, name, content. */
export function box(name: string, ...content: readonly (Buffer | string)[]): Buffer {
  const bytes = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
  return Buffer.concat([u32(8 + bytes.length), Buffer.from(name, 'latin1'), bytes]);
}

export function u16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16BE(value, index * 2));
  return bytes;
}

export function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeInt32BE(value | 0, index * 4));
  return bytes;
}

const ONE = 0x10000;

/** A film of one track, filmed at a place: 12.5 s long, 640×360, turned by a quarter. */
export function film(place: string): Buffer {
  const header = box('mvhd', u32(0, 0, 0, 1_000, 12_500), Buffer.alloc(80));
  const turned = u32(0, ONE, 0, -ONE, 0, 0, 0, 0, 0x40000000);
  const track = box('tkhd', u32(0, 0, 0, 1, 0, 12_500, 0, 0, 0, 0), turned, u32(640 * ONE, 360 * ONE));
  const told = box('udta', box('\xa9xyz', place));
  const moov = box('moov', header, box('trak', track, box('meta', place)), told);
  return Buffer.concat([box('ftyp', 'isom', u32(0), 'isommp42'), box('mdat', Buffer.alloc(5_000, 'film')), moov]);
}

/** A HEIC photo, as far as its items go: one of Exif that tells a place, and one of pixels. */
export function heicPhoto(place: string): Buffer {
  const info = (id: number, type: string) => box('infe', u32(2 << 24), u16(id, 0), type, '\0');
  const head = box('ftyp', 'heic', u32(0), 'mif1heic');
  const pixels = 'pixels of it';
  const meta = (at: number) =>
    box(
      'meta',
      u32(0),
      box('iinf', u32(0), u16(2), info(1, 'hvc1'), info(2, 'Exif')),
      box('iloc', u32(0), u16(0x4400, 2), u16(1, 0, 1), u32(at, 12), u16(2, 0, 1), u32(at + 12, place.length)),
    );
  const at = head.length + meta(0).length + 8;
  return Buffer.concat([head, meta(at), box('mdat', pixels, place)]);
}
