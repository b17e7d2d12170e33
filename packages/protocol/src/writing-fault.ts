import { isEmoji } from './emoji.ts';
import { checkMessageBody, type MessageBodyFault } from './message-body.ts';
import type { Written } from './posting.ts';

/** Why what is written could never be stored, as the server judges it and a client may beforehand. undefined where all is well. */
export function faultInWriting(written: Written): MessageBodyFault | undefined {
  switch (written.t) {
    case 'post':
      return checkMessageBody(written.body, written);
    case 'edit':
      return checkMessageBody(written.body);
    case 'react':
    case 'unreact':
      return isEmoji(written.emoji) ? undefined : 'bad_request';
    case 'delete':
    case 'pin':
    case 'unpin':
      return undefined;
  }
}
