import { safeText } from '@skein/command-line/safe-text';
import { ERROR_CODES, type Refusal } from '@skein/protocol/errors';

/** What a refusal means, for a person. */
export function refusalText({ code }: Refusal): string {
  // A newer server may have codes that this program does not know.
  return Object.hasOwn(ERROR_CODES, code) ? ERROR_CODES[code] : `The server says: ${safeText(code)}`;
}
