import { LIMITS } from '@skein/protocol/limits';
import type { CommandName } from '../models/commands.ts';

/** How commands are written and what they do. */
export const commandWords = {
  commands: {
    me: { argument: 'does something', help: 'Say what you are doing' },
    shrug: { argument: 'words', help: 'Add ¯\\_(ツ)_/¯ to what you say' },
    msg: { argument: 'name words', help: 'Write to somebody alone' },
    invite: { argument: 'name', help: 'Bring somebody into this room' },
    join: { argument: 'room', help: 'Go to a public room' },
    topic: { argument: 'words', help: 'Say what this room is about' },
    leave: { argument: '', help: 'Leave this room' },
    help: { argument: '', help: 'Show what can be written' },
  } satisfies Record<CommandName, { readonly argument: string; readonly help: string }>,
  commandTold: {
    invited: (name: string): string => `${name} is in.`,
    'no-such-person': (name: string): string => `Nobody here is called ${name}.`,
    'no-such-room': (name: string): string => `There is no public room called ${name}.`,
    'argument-missing': (usage: string): string => `Write it like this: ${usage}`,
    'topic-too-long': `A topic has at most ${LIMITS.topicLength} characters.`,
  },
  unknownCommand: (name: string): string => `There is no command /${name}. Begin with // to write it all the same.`,
} as const;
