import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { FileFolder } from '../file-folder.ts';
import { film, heicPhoto } from '../testing/boxes.ts';
import { MAX_PIXELS } from './image.ts';
import { prepareFile, preparePicture } from './prepare-file.ts';

const PLACE = '+52.5163+013.3777/';

async function temporary(context: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'skein-files-'));
  context.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function prepared(context: TestContext, content: Buffer | string) {
  const path = await temporary(context);
  const folder = new FileFolder(path);
  await writeFile(folder.uploadPath('file'), content);
  const result = await prepareFile(folder, 'file');
  return {
    result,
    facts: result.ok ? result.value : undefined,
    names: (await readdir(path)).sort(),
    bytes: await readFile(folder.wholePath('file')).catch(() => undefined),
    thumbnail: await readFile(folder.thumbnailPath('file')).catch(() => undefined),
  };
}

function picture(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: 'teal' } });
}

/** Left half red, right half blue, told to be turned by a quarter, with a place and a maker. */
async function photo(format: 'jpeg' | 'webp' | 'png'): Promise<Buffer> {
  const half = await picture(200, 300).png().toBuffer();
  const exif = { IFD0: { Make: 'Secretphone', Copyright: 'Ada' }, IFD3: { GPSLatitude: '52/1 30/1 0/1' } };
  return sharp({ create: { width: 400, height: 300, channels: 3, background: 'red' } })
    .composite([{ input: half, left: 200, top: 0 }])
    .withExif(exif)
    .withMetadata({ orientation: 6 })
    .withExifMerge(exif)
    .toFormat(format)
    .toBuffer();
}

for (const format of ['jpeg', 'webp', 'png'] as const) {
  test(`a photo (${format}) loses its place and its maker, and stays upright`, async (context) => {
    const sent = await photo(format);
    assert.match(sent.toString('latin1'), /Secretphone/);
    const { facts, bytes, names } = await prepared(context, sent);
    assert.deepEqual([facts?.type, facts?.width, facts?.height], [`image/${format}`, 300, 400]);
    assert.equal(facts?.size, bytes?.length);
    assert.doesNotMatch(bytes!.toString('latin1'), /Secretphone|Ada/);
    const { exif, orientation, width, height } = await sharp(bytes).metadata();
    assert.deepEqual([exif, orientation, width, height], [undefined, undefined, 300, 400]);
    const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    assert.ok(data[0]! > 200 && data[2]! < 60, 'what was left is on top');
    assert.deepEqual(names, ['file', 'file.part'], 'small enough to be its own thumbnail');
  });
}

test('an image without metadata keeps every byte', async (context) => {
  for (const format of ['png', 'jpeg', 'gif', 'webp', 'avif'] as const) {
    const sent = await picture(64, 48).toFormat(format).toBuffer();
    const { facts, bytes } = await prepared(context, sent);
    assert.deepEqual([facts?.type, facts?.width, facts?.height], [`image/${format}`, 64, 48]);
    assert.deepEqual(bytes, sent);
  }
});

test('a large image has a thumbnail, and a moving one moves', async (context) => {
  const large = await prepared(context, await picture(3_000, 2_000).jpeg().toBuffer());
  assert.equal(large.facts?.thumbnail, true);
  const { format, width, height } = await sharp(large.thumbnail).metadata();
  assert.deepEqual([format, width, height], ['webp', 960, 640]);
  const frames = await sharp(Buffer.concat([Buffer.alloc(100 * 100 * 3, 1), Buffer.alloc(100 * 100 * 3, 200)]), {
    raw: { width: 100, height: 200, channels: 3, pageHeight: 100 },
  })
    .gif({ delay: [100, 100] })
    .toBuffer();
  const moving = await prepared(context, frames);
  assert.deepEqual([moving.facts?.width, moving.facts?.height, moving.facts?.thumbnail], [100, 100, false]);
  assert.deepEqual(moving.bytes, frames);
});

test('a picture is a square of an image, upright and without what it tells, and a small one', async (context) => {
  const path = await temporary(context);
  const folder = new FileFolder(path);
  await writeFile(folder.uploadPath('ada'), await photo('jpeg'));
  const made = await preparePicture(folder, 'ada');
  assert.deepEqual(made.ok && [made.value.type, made.value.width, made.value.height], ['image/webp', 288, 288]);
  for (const [file, side] of [
    [folder.wholePath('ada'), 288],
    [folder.thumbnailPath('ada'), 96],
  ] as const) {
    const { format, width, height, exif } = await sharp(file).metadata();
    assert.deepEqual([format, width, height, exif], ['webp', side, side, undefined]);
    const { data } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    assert.ok(data[0]! > 200 && data[2]! < 60, 'what was left is on top');
  }
  const code = async (content: Buffer | string): Promise<string | false> => {
    await writeFile(folder.uploadPath('eve'), content);
    const refused = await preparePicture(folder, 'eve');
    return !refused.ok && refused.error.code;
  };
  assert.equal(await code('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image_unreadable');
  assert.equal(await code(pngOf(60_000, 60_000)), 'image_too_large');
  assert.deepEqual((await readdir(path)).sort(), ['ada', 'ada.part', 'ada.thumb', 'eve.part']);
});

test('a bomb of pixels is refused by its header, and nothing of it is kept', async (context) => {
  const { result, names } = await prepared(context, pngOf(60_000, 60_000));
  assert.deepEqual(result, { ok: false, error: { code: 'image_too_large', params: { limit: MAX_PIXELS } } });
  assert.deepEqual(names, ['file.part']);
});

/** A few kilobytes that say they are an image of this size. */
function pngOf(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const bytes = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(bytes));
    return Buffer.concat([length, bytes, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const pixels = deflateSync(Buffer.alloc(1_000_000));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test('what only begins like an image is bytes', async (context) => {
  const broken = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(500, 7)]);
  const { facts, bytes } = await prepared(context, broken);
  assert.deepEqual([facts?.type, facts?.width], ['application/octet-stream', undefined]);
  assert.deepEqual(bytes, broken);
});

test('a photo that was cut short is shown as far as it goes', async (context) => {
  const whole = await picture(600, 400).jpeg().toBuffer();
  const { facts } = await prepared(context, whole.subarray(0, whole.length - 200));
  assert.deepEqual([facts?.type, facts?.width, facts?.height], ['image/jpeg', 600, 400]);
});

test('a film loses its place, and tells its size and length', async (context) => {
  const sent = film(PLACE);
  const { facts, bytes } = await prepared(context, sent);
  assert.deepEqual(
    [facts?.type, facts?.width, facts?.height, facts?.durationMs, facts?.size],
    ['video/mp4', 360, 640, 12_500, sent.length],
  );
  assert.ok(sent.includes(PLACE));
  assert.ok(!bytes!.includes(PLACE));
  assert.ok(bytes!.includes('film'.repeat(1_000)), 'nothing has moved');
});

test('a photo that nobody here can decode loses its place all the same', async (context) => {
  const sent = heicPhoto(PLACE);
  const { facts, bytes } = await prepared(context, sent);
  assert.equal(facts?.type, 'image/heic');
  assert.ok(sent.includes(PLACE));
  assert.ok(!bytes!.includes(PLACE));
  assert.ok(bytes!.includes('pixels of it'));
  assert.equal(bytes!.length, sent.length);
});

test('films and photos that contradict themselves are taken, and end', async (context) => {
  const seeds = [film(PLACE), heicPhoto(PLACE)];
  for (const sent of seeds) {
    for (let at = 4; at < sent.length; at += 7) {
      const bent = Buffer.from(sent);
      bent[at] = 0xff;
      const { facts, bytes } = await prepared(context, bent);
      assert.ok(facts, `byte ${at}`);
      assert.equal(bytes!.length, sent.length);
      if (sent.length > 4_000 && at > 24 && at < 4_800) at += 400;
    }
  }
});

test('text is told from other bytes', async (context) => {
  const kinds: [content: Buffer | string, type: string][] = [
    ['hello', 'text/plain'],
    ['名前、', 'text/plain'],
    [Buffer.from([0, 1, 2, 3]), 'application/octet-stream'],
    [Buffer.from('caf\xe9', 'latin1'), 'application/octet-stream'],
    ['', 'application/octet-stream'],
    [Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(500)]), 'audio/mpeg'],
    [Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(60)]), 'application/zip'],
  ];
  for (const [content, type] of kinds) assert.equal((await prepared(context, content)).facts?.type, type);
});
