import { Agent } from 'node:https';
import type { Handlers } from '../background/tasks.ts';
import type { Log } from '../log.ts';
import { accepted } from '../result.ts';
import { publicLookup } from './public-lookup.ts';
import { PushDesk } from './push-desk.ts';
import { PushFile } from './push-file.ts';
import { PushFollower } from './push-follower.ts';
import { PushSender } from './push-sender.ts';
import { pushService, type Deliver } from './push-service.ts';
import type { PushSource } from './push-source.ts';

export interface PushOptions {
  /** Of `push.db`. */
  readonly file: string;
  readonly source: PushSource;
  readonly contact: string;
  readonly log: Log;
  readonly now?: () => number;
  /** Another way to devices than over the internet, for tests. */
  readonly deliver?: Deliver;
}

export interface Push extends Disposable {
  readonly handlers: Pick<Handlers, 'push-key' | 'push-subscribe' | 'push-forget'>;
}

/** Telling devices whose page is closed: `push.db` beside the database, what follows it, and what sends. */
export function openPush({ file: path, source, contact, log, now = () => Date.now(), deliver }: PushOptions): Push {
  const file = new PushFile(path);
  const agent = new Agent({ keepAlive: true, maxSockets: 8, lookup: publicLookup });
  const send = deliver ?? pushService({ keys: file.keys, contact, agent });
  const follower = new PushFollower({ source, file, now });
  const desk = new PushDesk({ follower, sender: new PushSender({ source, file, deliver: send, log, now }), log });
  return {
    handlers: {
      'push-key': () => accepted(file.keys.publicKey),
      'push-subscribe': (subscription) => accepted(file.subscribe(subscription, now())),
      'push-forget': ({ endpoint, account }) => accepted(file.forget(endpoint, account)),
    },
    [Symbol.dispose]() {
      desk[Symbol.dispose]();
      agent.destroy();
      file[Symbol.dispose]();
    },
  };
}
