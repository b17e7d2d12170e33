import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chat, connected, LOBBY } from '../chat.ts';
import { House } from '../house.ts';
import { granted, registeredPeople } from '../person.ts';
import { type Random, oneOf } from '../random.ts';
import { until } from '../until.ts';
import { judgeDurability, tracedBody, type Verdict } from './durability.ts';
import { callsIn, straceTo } from './strace.ts';

export interface TalkOptions {
  readonly people: number;
  readonly messages: number;
  readonly random: Random;
  /** Beside those of the server's own, for a server that is to be found out. */
  readonly env?: Readonly<Record<string, string>>;
  readonly onProgress?: (acknowledged: number) => void;
}

export interface TracedTalk extends Verdict {
  readonly acknowledged: number;
  readonly traceBytes: number;
}

/** How many messages are on their way at a time: alone at first, then more and more, so that commits carry one or many. */
const AT_ONCE = [1, 1, 2, 5, 20, 60];

/** People talk on a server whose system calls are traced, and each message is followed through the trace. */
export async function traceTalk({ people, messages, random, env = {}, onProgress }: TalkOptions): Promise<TracedTalk> {
  const folder = await mkdtemp(join(tmpdir(), 'skein-trace-'));
  try {
    const file = join(folder, 'trace');
    const { chats, pid } = await talk(
      { people, messages, random, env, onProgress: onProgress ?? (() => undefined) },
      file,
    );
    const posted = chats.flatMap((chat) => chat.posted);
    const verdict = await judgeDurability(await callsIn(file, pid), posted);
    const acknowledged = chats.reduce((sum, { acks }) => sum + acks.size, 0);
    return { ...verdict, acknowledged, traceBytes: (await stat(file)).size };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function talk({ people, messages, random, env, onProgress }: Required<TalkOptions>, file: string) {
  await using house = await House.open({ under: straceTo(file), args: ['--workers', '2'], env });
  const company = await registeredPeople(house.url, people);
  const room = granted(await company[0]!.rest.createRoom({ name: 'Kitchen', kind: 'public' })).id;
  for (const person of company.slice(1)) granted(await person.rest.joinRoom(room));
  using chats = await connected(company);
  const acknowledged = (): number => chats.reduce((sum, { acks }) => sum + acks.size, 0);
  let number = 0;
  while (number < messages) {
    const atOnce = Math.min(oneOf(random, AT_ONCE), messages - number);
    for (let count = 0; count < atOnce; count++) {
      oneOf<Chat>(random, chats).says(tracedBody(++number), oneOf(random, [LOBBY, room]));
    }
    await until('what was said to be acknowledged', () => acknowledged() === number);
    onProgress(number);
  }
  await house.server.stop();
  return { chats, pid: house.server.pid };
}
