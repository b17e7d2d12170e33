import { readdirSync, statSync } from 'node:fs';

// Prints what the page's first load weighs, and fails above the limit. Run after a build.

const LIMIT_BYTES = 60 * 1024;
const assets = new URL('../dist/assets/', import.meta.url);
const bytesOf = (name: string): number => statSync(new URL(name, assets)).size;

let scriptBytes = 0;
for (const name of readdirSync(assets).filter((name) => /\.(?:js|css)$/.test(name))) {
  const [gzip, brotli] = [bytesOf(`${name}.gz`), bytesOf(`${name}.br`)];
  console.log(`${name}: ${bytesOf(name)} bytes, gzip ${gzip}, brotli ${brotli}`);
  if (name.endsWith('.js')) scriptBytes += gzip;
}
console.log(`JavaScript of the first load: ${scriptBytes} bytes with gzip, of at most ${LIMIT_BYTES}`);
if (scriptBytes === 0 || scriptBytes > LIMIT_BYTES) process.exitCode = 1;
