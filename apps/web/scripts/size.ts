import { readdirSync, readFileSync, statSync } from 'node:fs';

// Prints what the page's scripts and styles weigh, and fails where those of the first load are above the limit: what
// index.html names, and what that imports at once. The rest is loaded when somebody needs it. Run after a build.

/** Of 80,000, to which a story holds all that a first visit fetches: a little comes right after what index.html names. */
const LIMIT_BYTES = 79_000;
const dist = new URL('../dist/', import.meta.url);
const assets = new URL('assets/', dist);
const bytesOf = (name: string): number => statSync(new URL(name, assets)).size;

const firstLoad = new Set(readFileSync(new URL('index.html', dist), 'utf8').match(/(?<=assets\/)[\w.-]+\.(?:js|css)/g));
// What is added meanwhile is come to as well.
for (const name of firstLoad) {
  if (!name.endsWith('.js')) continue;
  const imports = readFileSync(new URL(name, assets), 'utf8').matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g);
  for (const [, imported] of imports) firstLoad.add(imported!);
}

let scriptBytes = 0;
for (const name of readdirSync(assets, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(?:js|css)$/.test(name),
)) {
  const [gzip, brotli] = [bytesOf(`${name}.gz`), bytesOf(`${name}.br`)];
  const when = firstLoad.has(name) ? 'first load' : 'on demand';
  console.log(`${name}: ${when}, ${bytesOf(name)} bytes, gzip ${gzip}, brotli ${brotli}`);
  if (firstLoad.has(name) && name.endsWith('.js')) scriptBytes += gzip;
}
console.log(`JavaScript of the first load: ${scriptBytes} bytes with gzip, of at most ${LIMIT_BYTES}`);
if (scriptBytes === 0 || scriptBytes > LIMIT_BYTES) process.exitCode = 1;
