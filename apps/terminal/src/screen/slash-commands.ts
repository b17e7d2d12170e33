import { nearest } from '@skein/command-line/nearest';

/** What can be typed instead of a message. */
export const SLASH_COMMANDS = {
  help: { usage: '/help', tells: 'show this' },
  rooms: { usage: '/rooms', tells: 'your rooms, with what is unread' },
  join: { usage: '/join ROOM', tells: 'go to a room of yours, or come into a public one' },
  leave: { usage: '/leave', tells: 'leave this room for good' },
  who: { usage: '/who', tells: 'who is here now' },
  msg: { usage: '/msg NAME TEXT', tells: 'say something to one person' },
  quit: { usage: '/quit', tells: 'leave the chat; quit alone and Ctrl-C work too' },
} as const;

export const KEYS = [
  'PageUp and PageDown scroll, Alt+Up and Alt+Down go from room to room, Tab completes,',
  'Up and Down bring back what you sent, // begins a message with a slash.',
];

export type SlashName = keyof typeof SLASH_COMMANDS;

export type Typed =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'command'; readonly name: SlashName; readonly rest: string }
  | { readonly kind: 'mistake'; readonly line: string };

const TAKES_TEXT: ReadonlySet<SlashName> = new Set(['join', 'msg']);

export function readTyped(text: string): Typed {
  if (text.trim() === '') return { kind: 'nothing' };
  if (text.trim().toLowerCase() === 'quit') return { kind: 'command', name: 'quit', rest: '' };
  if (text.startsWith('//')) return { kind: 'message', text: text.slice(1) };
  if (!text.startsWith('/')) return { kind: 'message', text };
  const [, word = '', rest = ''] = /^\/(\S*)\s*(.*)$/su.exec(text.trim()) ?? [];
  const names = Object.keys(SLASH_COMMANDS) as SlashName[];
  const name = names.find((each) => each === word.toLowerCase());
  if (!name) {
    const meant = nearest(word.toLowerCase(), names);
    return {
      kind: 'mistake',
      line: `There is no /${word}.${meant ? ` Did you mean /${meant}?` : ''} /help lists all.`,
    };
  }
  if (TAKES_TEXT.has(name) !== (rest !== '')) {
    return { kind: 'mistake', line: `Write it as: ${SLASH_COMMANDS[name].usage}` };
  }
  return { kind: 'command', name, rest };
}
