import { connectChat, type ChatClient } from '@skein/client/chat-client';
import type { RestClient } from '@skein/client/rest-client';
import { memoryOutbox } from '@skein/client/memory-outbox';
import { EXIT } from '@skein/command-line/exit-codes';
import { Mistake } from '@skein/command-line/mistake';
import type { Flags } from '@skein/command-line/read-command';
import { runCommand, type Streams } from '@skein/command-line/run-command';
import { askerOn } from '@skein/command-line/ask';
import { CONNECT } from './connect-command.ts';
import { filter } from './filter.ts';
import { enterRoom } from './find-room.ts';
import { keepSession } from './keep-session.ts';
import { KeptSessions } from './kept-sessions.ts';
import { Names } from './names.ts';
import { readServerUrl } from './server-url.ts';
import { signIn, type SignedIn } from './sign-in.ts';

export interface ConnectStreams extends Streams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

type ConnectFlags = Flags<typeof CONNECT.options>;

// `skein connect`: a person at a terminal gets the chat on the whole screen; piped, it is a filter.

/** @returns the exit code */
export function connect(args: readonly string[], streams: ConnectStreams): Promise<number> {
  return runCommand({ command: CONNECT, args, streams }, async (flags, words) => {
    if (words.length > 1) throw new Mistake(`Write it as: skein connect ${CONNECT.usage[0]}`);
    const server = readServerUrl(words[0]);
    const kept = KeptSessions.ofUser(process.env);
    const asker = streams.input.isTTY === true ? askerOn({ input: streams.input, output: streams.errors }) : undefined;
    const timeoutMs = readTimeoutMs(flags.timeout);
    const person = await signIn({
      server,
      kept,
      asker,
      user: flags.user,
      passwordFile: flags['password-file'],
      registers: flags.register ?? false,
      code: flags.code,
    });
    if (flags.logout) return logOut(server, person, kept);
    using _renewing = keepSession(server, person, kept);
    using chat = await openChat(person, timeoutMs);
    const room = await enterRoom(chat.client, person.node.rest, flags.room ?? chat.lobby);
    if (isScreen(flags, streams)) {
      const { chatScreen } = await import('./screen/chat-screen.ts');
      return await chatScreen({ client: chat.client, rest: person.node.rest, room, server, streams });
    }
    return await pipe(chat.client, person.node.rest, room, flags, streams, timeoutMs);
  });
}

function isScreen({ json, follow }: ConnectFlags, { input, output }: ConnectStreams): boolean {
  return input.isTTY === true && output.isTTY === true && !json && !follow && process.env['TERM'] !== 'dumb';
}

async function pipe(
  client: ChatClient,
  rest: RestClient,
  room: string,
  { json, follow }: ConnectFlags,
  streams: ConnectStreams,
  timeoutMs: number,
): Promise<number> {
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  // At a terminal the input does not end by itself, so whoever sits there wants to see what is said.
  const follows = follow === true || streams.input.isTTY === true;
  const { input } = streams;
  try {
    return await filter({
      client,
      rest,
      names: new Names(),
      room,
      input,
      streams,
      json: json === true,
      follows,
      timeoutMs,
      signal: stopped.signal,
    });
  } finally {
    // What is still to be read would keep the program alive.
    input.destroy();
  }
}

async function logOut(server: string, { node, user }: SignedIn, kept: KeptSessions): Promise<number> {
  await node.rest.logOut();
  kept.forget({ server, user });
  return EXIT.ok;
}

/** Connects and waits until nothing is missing. @throws a Mistake where that does not happen */
async function openChat({ node }: SignedIn, timeoutMs: number) {
  const client = connectChat({ platform: node.platform, outbox: memoryOutbox() });
  let lobby = '';
  const live = Promise.withResolvers<void>();
  const stop = client.listen((notice) => {
    if (notice.kind === 'welcome') ({ lobby } = notice);
    if (notice.kind === 'status' && notice.status.state === 'live') live.resolve();
    if (notice.kind === 'status' && notice.status.state === 'ended') {
      live.reject(new Mistake(`the server ended the connection (${notice.status.reason})`));
    }
  });
  const timer = setTimeout(() => live.reject(new Mistake('the server does not answer')), timeoutMs);
  try {
    await live.promise;
    return { client, lobby, [Symbol.dispose]: () => client.close() };
  } catch (error) {
    client.close();
    throw error;
  } finally {
    clearTimeout(timer);
    stop();
  }
}

function readTimeoutMs(text: string = CONNECT.options.timeout.fallback): number {
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (seconds > 0) return seconds * 1000;
  throw new Mistake(`--timeout must be a whole number of seconds from 1 to 99999, not "${text}".`);
}
