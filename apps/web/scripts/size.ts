import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

// Prints what the page's first load weighs, and fails above the limit. Run after a build.

const LIMIT_BYTES = 60 * 1024;
const assets = new URL('../dist/assets/', import.meta.url);
let scriptBytes = 0;
for (const name of readdirSync(assets).sort()) {
  const content = readFileSync(new URL(name, assets));
  const gzipped = gzipSync(content, { level: 9 }).byteLength;
  const brotli = brotliCompressSync(content).byteLength;
  console.log(`${name}: ${content.byteLength} bytes, gzip ${gzipped}, brotli ${brotli}`);
  if (name.endsWith('.js')) scriptBytes += gzipped;
}
console.log(`JavaScript of the first load: ${scriptBytes} bytes with gzip, of at most ${LIMIT_BYTES}`);
if (scriptBytes > LIMIT_BYTES) process.exitCode = 1;
