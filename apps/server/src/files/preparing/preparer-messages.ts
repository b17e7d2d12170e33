import type { Result } from '../../result.ts';
import type { FileFacts } from '../../storage/rows.ts';

/** A file keeps what it is; a picture is made of it, a small square, or nothing. */
export type PreparedAs = 'file' | 'picture';

/** Down to the process that prepares files: the next one, after the answer to the last. */
export interface ToPreparer {
  readonly folder: string;
  readonly id: string;
  readonly as: PreparedAs;
  /** It is taken as it is: its reader died of it. */
  readonly isPlain: boolean;
}

export interface FromPreparer {
  readonly result: Result<FileFacts>;
}
