import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

// Writes a .br and a .gz beside each text of the built page; the server sends them to browsers that take them, and
// compresses nothing while it serves.

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const TEXT = /\.(?:js|css|html|svg)$/;

for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (!TEXT.test(name)) continue;
  const file = join(dist, name);
  const content = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(content));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}
