import { crc32, deflateSync } from 'node:zlib';
import { expect, type JSHandle, type Locator, type Page } from '@playwright/test';
import type { Person } from './person.ts';

export interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A picture of one colour. */
export function picture(name: string, width: number, height: number): ChosenFile {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const lines = Buffer.alloc((1 + width * 3) * height, 90);
  for (let line = 0; line < height; line++) lines[line * (1 + width * 3)] = 0;
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))];
  return { name, mimeType: 'image/png', buffer: Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks]) };
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
}

export function text(name: string, content: string): ChosenFile {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(content) };
}

export async function attaches({ page }: Person, ...files: readonly ChosenFile[]): Promise<void> {
  await page.locator('.composer input[type=file]').setInputFiles([...files]);
  for (const { name } of files) await expect(attached({ page }, name)).toBeVisible();
}

export async function describes({ page }: Person, name: string, description: string): Promise<void> {
  await page.getByLabel(`Description of ${name}`).fill(description);
}

export async function sendsFiles({ page, composer }: Person, body = ''): Promise<void> {
  await composer.fill(body);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Attached files' })).toHaveCount(0);
}

export function transferOf(page: Page, { name, mimeType, buffer }: ChosenFile): Promise<JSHandle<DataTransfer>> {
  return page.evaluateHandle(
    ({ name, type, bytes }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
      return transfer;
    },
    { name, type: mimeType, bytes: [...buffer] },
  );
}

/** Drags a file over the page, and lets it go there. */
export async function drops(person: Person, { name, mimeType, buffer }: ChosenFile): Promise<void> {
  const { page } = person;
  const transfer = await transferOf(page, { name, mimeType, buffer });
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await expect(page.getByText(/^Drop files to send them to/)).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await expect(page.getByText(/^Drop files to send them to/)).toHaveCount(0);
  await expect(attached(person, name)).toBeVisible();
}

export function attached({ page }: Pick<Person, 'page'>, name: string): Locator {
  return page.getByRole('list', { name: 'Attached files' }).getByText(name, { exact: true });
}

export function shownPicture({ page }: Person, name: string): Locator {
  return page.getByRole('button', { name: `Open ${name}` });
}

/** Of the files that were chosen and not sent nothing is left in this browser. */
export async function hasNoFilesKept({ page }: Person): Promise<void> {
  const count = (): Promise<number> =>
    page.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open('skein-files');
          opening.onsuccess = () => {
            const asking = opening.result.transaction('blobs').objectStore('blobs').count();
            asking.onsuccess = () => resolve(asking.result);
            opening.result.close();
          };
        }),
    );
  await expect.poll(count).toBe(0);
}

/** It was loaded, and looks as large as it is. */
export async function seesPicture(person: Person, name: string, width: number, height: number): Promise<void> {
  const image = shownPicture(person, name).locator('img');
  await expect(image).toHaveJSProperty('complete', true);
  const size = await image.evaluate((element) => {
    const { naturalWidth } = element as HTMLImageElement;
    const { width, height } = element.getBoundingClientRect();
    return { naturalWidth, width: Math.round(width), height: Math.round(height) };
  });
  expect(size).toEqual({ naturalWidth: expect.any(Number), width, height });
  expect(size.naturalWidth).toBeGreaterThan(0);
}
