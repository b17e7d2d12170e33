import { LIMITS } from './limits.ts';

export type MessageBodyFault = 'body_empty' | 'body_too_long' | 'bad_request';

const encoder = new TextEncoder();

/**
 * Why a message's body cannot be posted, as the server judges it and a client may beforehand: nothing but white space, more
 * than 16 KiB as UTF-8, or characters that no text has (lone surrogates, NUL). undefined where all is well. With files a post needs
 * no body.
 */
export function checkMessageBody(
  body: string,
  { files }: { readonly files?: readonly string[] | undefined } = {},
): MessageBodyFault | undefined {
  // No UTF-16 unit takes less than a byte: what is far too long need not be encoded to see it.
  if (body.length > LIMITS.bodyBytes) return 'body_too_long';
  if (body.trim() === '' && !(files && body === '')) return 'body_empty';
  if (!body.isWellFormed() || body.includes('\0')) return 'bad_request';
  // No UTF-16 unit takes more than three: most bodies need not be encoded either.
  if (body.length * 3 <= LIMITS.bodyBytes) return undefined;
  return encoder.encode(body).byteLength > LIMITS.bodyBytes ? 'body_too_long' : undefined;
}
