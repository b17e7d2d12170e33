import type { BlobStorage } from '@skein/client/attachments';
import { browserPlatform } from '@skein/client/browser-platform';
import { connectChat } from '@skein/client/chat-client';
import { clearOutbox, type OutboxStorage } from '@skein/client/outbox';
import type { RestClient } from '@skein/client/rest-client';
import { Uploads } from '@skein/client/uploads';
import type { Signal } from '@preact/signals-core';
import type { AccountView } from '@skein/protocol/accounts';
import { Chat } from '../models/chat.ts';
import type { Clock } from '../models/clock.ts';
import type { Keepsake } from '../models/keepsake.ts';
import type { MarkupReader } from '../models/markup/markup-reader.ts';
import type { Memory } from '../models/memory.ts';
import type { Notifier } from '../models/notifier.ts';
import { forgetBlobs } from '../platform/blob-storage.ts';
import { compareNames } from '../words/intl.ts';

export interface Surroundings {
  readonly rest: RestClient;
  readonly outbox: OutboxStorage;
  readonly blobs: BlobStorage;
  readonly clock: Clock;
  readonly memory: Memory;
  readonly keepsake: Keepsake;
  readonly notifier: Notifier;
  readonly isAttended: Signal<boolean>;
  readonly markup: Pick<MarkupReader, 'prepareFor'>;
}

/** Connects somebody who is logged in. The chat ends with its `close`. */
export function openChat(account: AccountView, { rest, outbox, blobs, ...surroundings }: Surroundings): Chat {
  const { before } = surroundings.keepsake;
  const known = before?.account.id === account.id ? { before } : {};
  const platform = browserPlatform(window, rest);
  const uploads = new Uploads({ rest, platform, storage: blobs, report: console.error });
  const client = connectChat({ platform, outbox, uploads, ...known });
  return new Chat({
    ...{ account, client, uploads, rest, compareNames, ...surroundings },
    clearOutbox: async () => {
      await clearOutbox(outbox, account.id);
      await forgetBlobs();
    },
  });
}
