import type { RestClient } from '@skein/client/rest-client';
import { LIMITS } from '@skein/protocol/limits';
import type { RoomView } from '@skein/protocol/rooms';
import type { Overlay } from './overlay.ts';
import type { People } from './people.ts';
import type { Trouble } from './trouble.ts';

/** What a command may do, and where it was given. */
export interface CommandContext {
  readonly room: RoomView;
  readonly rest: Pick<RestClient, 'invite' | 'directory' | 'joinRoom' | 'people' | 'changeRoom'>;
  readonly people: Pick<People, 'writeTo'>;
  /** Posts to the room on screen. */
  readonly post: (text: string) => void;
  readonly postTo: (room: string, text: string) => void;
  readonly go: (room: string) => void;
  readonly open: (overlay: Overlay) => void;
}

/** What came of it; `told` is said in words of words/commands.ts. */
export type CommandOutcome =
  | 'done'
  | { readonly told: 'invited' | 'no-such-person' | 'no-such-room'; readonly name: string }
  | { readonly told: 'argument-missing' }
  | { readonly told: 'topic-too-long' }
  | { readonly trouble: Trouble };

interface Command {
  /** Where it makes sense; everywhere without it. */
  readonly isFor?: (room: RoomView) => boolean;
  readonly run: (argument: string, context: CommandContext) => CommandOutcome | Promise<CommandOutcome>;
}

/**
 * What can be written after a `/`. A further command is an entry here, and one in words/commands.ts for how it is written
 * and what it does.
 */
export const COMMANDS = {
  me: {
    run(argument, { post }) {
      if (argument === '') return { told: 'argument-missing' };
      post(`_${argument}_`);
      return 'done';
    },
  },
  shrug: {
    run(argument, { post }) {
      post(`${argument} ¯\\_(ツ)_/¯`.trim());
      return 'done';
    },
  },
  msg: {
    async run(argument, { rest, people, postTo, go }) {
      const found = await personIn(argument, rest);
      if ('told' in found || 'trouble' in found) return found;
      const opened = await people.writeTo([found.id]);
      if ('trouble' in opened) return opened;
      if (found.rest !== '') postTo(opened.room, found.rest);
      go(opened.room);
      return 'done';
    },
  },
  invite: {
    isFor: ({ lobby, kind }) => !lobby && kind !== 'direct',
    async run(argument, { room, rest }) {
      const found = await personIn(argument, rest);
      if ('told' in found || 'trouble' in found) return found;
      const answer = await rest.invite(room.id, found.login);
      return answer.ok ? { told: 'invited', name: found.name } : { trouble: answer.error };
    },
  },
  join: {
    async run(argument, { rest, go }) {
      const name = argument.replace(/^#/, '');
      if (name === '') return { told: 'argument-missing' };
      const found = await rest.directory(name);
      if (!found.ok) return { trouble: found.error };
      const room = found.value.rooms.find((room) => isSame(room.name, name));
      if (!room) return { told: 'no-such-room', name };
      const joined = room.joined ? undefined : await rest.joinRoom(room.id);
      if (joined && !joined.ok) return { trouble: joined.error };
      go(room.id);
      return 'done';
    },
  },
  topic: {
    isFor: ({ kind }) => kind !== 'direct',
    async run(argument, { room, rest }) {
      const topic = argument.replace(/\s+/g, ' ');
      if (topic === '') return { told: 'argument-missing' };
      if ([...topic].length > LIMITS.topicLength) return { told: 'topic-too-long' };
      const answer = await rest.changeRoom(room.id, { topic });
      return answer.ok ? 'done' : { trouble: answer.error };
    },
  },
  leave: {
    isFor: ({ lobby, kind }) => !lobby && kind !== 'direct',
    run(_, { open }) {
      open('leave-room');
      return 'done';
    },
  },
  help: {
    run(_, { open }) {
      open('writing-help');
      return 'done';
    },
  },
} as const satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof COMMANDS;

/** What a text is that begins with `/`: a command, or one that there is none of; a text of its own without one. */
export type Given =
  | { readonly t: 'text'; readonly text: string }
  | { readonly t: 'command'; readonly name: CommandName; readonly argument: string }
  | { readonly t: 'unknown'; readonly name: string };

/** `//` begins a text with `/`, and so does what is no name, such as a path. */
export function readCommand(text: string): Given {
  if (text.startsWith('//')) return { t: 'text', text: text.slice(1) };
  const [, name, argument = ''] = /^\/([a-z]+)(?:\s+([\s\S]*))?$/i.exec(text) ?? [];
  if (name === undefined) return { t: 'text', text };
  const known = name.toLowerCase();
  if (!Object.hasOwn(COMMANDS, known)) return { t: 'unknown', name };
  return { t: 'command', name: known as CommandName, argument: argument.trim() };
}

export function commandsFor(room: RoomView): readonly CommandName[] {
  return (Object.keys(COMMANDS) as CommandName[]).filter((name) => {
    const command: Command = COMMANDS[name];
    return command.isFor?.(room) ?? true;
  });
}

type Found = { readonly id: string; readonly login: string; readonly name: string; readonly rest: string };

/** A longer name is found by its first words. */
const WORDS_SEARCHED = 4;

/**
 * The person that a text begins with, by the longest name that fits, and what is said after it. Asks for many words before few: of those
 * whose names begin with one word, the server gives the first alone.
 */
async function personIn(
  text: string,
  rest: Pick<RestClient, 'people'>,
): Promise<Found | Exclude<CommandOutcome, 'done'>> {
  const named = text.replace(/^@/, '');
  const first = named.split(/\s/, 1)[0]!;
  if (first === '') return { told: 'argument-missing' };
  const words = named.split(/\s+/, WORDS_SEARCHED);
  for (let count = words.length; count > 0; count--) {
    const answer = await rest.people(words.slice(0, count).join(' '));
    if (!answer.ok) return { trouble: answer.error };
    const [person] = answer.value.people
      .flatMap((person) => [person.name, person.login].map((called) => ({ ...person, called })))
      .filter(({ called }) => beginsWithName(named, called))
      .toSorted((a, b) => b.called.length - a.called.length);
    if (person)
      return { id: person.id, login: person.login, name: person.name, rest: named.slice(person.called.length).trim() };
  }
  return { told: 'no-such-person', name: first };
}

function beginsWithName(text: string, name: string): boolean {
  return isSame(text.slice(0, name.length), name) && /^(?:\s|$)/.test(text.slice(name.length));
}

function isSame(a: string, b: string): boolean {
  return a.localeCompare(b, undefined, { sensitivity: 'accent' }) === 0;
}
