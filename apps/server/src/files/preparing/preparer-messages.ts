import type { Result } from '../../result.ts';
import type { FileFacts } from '../../storage/rows.ts';

/** Down to the process that prepares files: the next one, after the answer to the last. */
export interface ToPreparer {
  readonly folder: string;
  readonly id: string;
  /** It is taken as it is: its reader died of it. */
  readonly isPlain: boolean;
}

export interface FromPreparer {
  readonly result: Result<FileFacts>;
}
