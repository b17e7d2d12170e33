import { resolve } from 'node:path';
import type { Flags } from '@skein/command-line/read-command';
import { readValue, wholeNumber } from '../../config-values.ts';
import { DEFAULT_TIMEOUT_S, type GET } from './get-command.ts';
import { readTarget, type Target } from './target.ts';

export interface GetOptions {
  readonly target: Target;
  /** Absolute path; undefined: standard output. */
  readonly outputFile: string | undefined;
  readonly method: 'GET' | 'HEAD';
  readonly followsRedirects: boolean;
  readonly timeoutMs: number;
}

/** @throws a Mistake */
export function readOptions(flags: Flags<typeof GET.options>, words: readonly string[]): GetOptions {
  return {
    target: readTarget(words),
    outputFile: flags.output === undefined ? undefined : resolve(flags.output),
    method: flags.head ? 'HEAD' : 'GET',
    followsRedirects: flags.location ?? false,
    timeoutMs: 1000 * (flags.timeout === undefined ? DEFAULT_TIMEOUT_S : readTimeout(flags.timeout)),
  };
}

function readTimeout(text: string): number {
  return readValue('--timeout', wholeNumber(1, 86_400), text);
}
