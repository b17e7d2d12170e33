import { gzipSync } from 'node:zlib';
import { expect, story } from '../fixtures/story.ts';

const MOST_BYTES = 80_000;

story('the first load takes at most 80 kB of compressed JavaScript, from here alone', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const scripts: Promise<number>[] = [];
  const origins = new Set<string>();
  ada.page.on('response', (response) => {
    origins.add(new URL(response.url()).origin);
    const isScript = response.request().resourceType() === 'script' || /\.m?js$/.test(new URL(response.url()).pathname);
    if (isScript) scripts.push(response.body().then((body) => gzipSync(body).byteLength));
  });
  await ada.registers();
  await ada.sends('Here I am.');

  const sizes = await Promise.all(scripts);
  expect(sizes.length).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_BYTES);
  expect([...origins]).toEqual([new URL(ada.page.url()).origin]);
});
