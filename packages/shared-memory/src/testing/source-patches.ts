import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';

// Other text in what a thread loads, so that a test can run the real sources with one mistake in them, or with smaller
// sizes. A patch that does not fit its source, or fits it twice, fails.

/** What is replaced by what; `from` stands in the file once. */
export type Patch = readonly [from: string | RegExp, to: string];

/** Another value for a constant of a module, whatever it has. */
export function constant(name: string, value: number): Patch {
  return [new RegExp(`const ${name} = [^;]+;`), `const ${name} = ${value};`];
}

export interface SourcePatches {
  /** For messages. */
  readonly name: string;
  readonly file: URL;
  readonly patches: readonly Patch[];
}

/**
 * Replaces text in what this thread loads from now on.
 * @returns the files that were not loaded yet: a patch there has changed nothing
 */
export function patchSources(all: readonly SourcePatches[]): () => readonly string[] {
  const missing = new Set(all.map(({ file }) => file.href));
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const fitting = all.filter(({ file }) => file.href === url);
      if (fitting.length === 0) return loaded;
      missing.delete(url);
      return { ...loaded, source: fitting.reduce((text, each) => patched(text, each), textOf(loaded.source)) };
    },
  });
  return () => [...missing];
}

/** The text with its replacements. Throws where one does not fit. */
export function patched(text: string, { name, patches }: Pick<SourcePatches, 'name' | 'patches'>): string {
  for (const [from, to] of patches) {
    assert.equal(text.split(from).length, 2, `the patch of '${name}' does not fit once: ${String(from)}`);
    text = text.replace(from, () => to);
  }
  return text;
}

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray | undefined): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source);
}
