import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const BINARIES = join(import.meta.dirname, '../../node_modules/.cache/bench');
const COMPILER = process.env['CC'] ?? 'cc';

/** Whether there is a C compiler. */
export async function hasCompiler(): Promise<boolean> {
  return await promisify(execFile)(COMPILER, ['--version']).then(
    () => true,
    () => false,
  );
}

/**
 * Compiles a C program of one file, with what headers lie beside it, unless that was done before.
 * @returns the path of the program
 * @throws where there is no C compiler
 */
export async function compile(source: URL): Promise<string> {
  const file = fileURLToPath(source);
  const binary = join(BINARIES, `${basename(file, '.c')}-${await hashSources(file)}`);
  await mkdir(BINARIES, { recursive: true });
  if ((await readdir(BINARIES)).includes(basename(binary))) return binary;
  // Renamed when whole: tests may compile at the same time.
  const unfinished = `${binary}.${process.pid}`;
  await promisify(execFile)(COMPILER, ['-O2', '-std=gnu11', '-o', unfinished, file]);
  await rename(unfinished, binary);
  return binary;
}

async function hashSources(file: string): Promise<string> {
  const hash = createHash('sha256');
  const headers = (await readdir(dirname(file))).filter((name) => name.endsWith('.h')).sort();
  for (const path of [file, ...headers.map((name) => join(dirname(file), name))]) hash.update(await readFile(path));
  return hash.digest('hex').slice(0, 12);
}
