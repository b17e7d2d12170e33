import type { Chat } from './chat.ts';
import { oneOf, type Random } from './random.ts';

/** Of what is written, the parts that are no plain messages: a third of all. */
const SHARES = { replies: 0.1, edits: 0.08, deletes: 0.03, reacts: 0.08, unreacts: 0.03 } as const;
type Act = keyof typeof SHARES;

/** What people answer and change is among so many of the last events that they have seen. */
const LOOKED_AT = 60;
const EMOJI = ['👍', '🎉', '🧶'];

/** Somebody writes a message, or answers, edits, deletes or reacts to one that they have seen. */
export function writesAnything(random: Random, chat: Chat, room: string, text: string): void {
  const act = anyAct(random);
  const recent = chat.events(room).slice(-LOOKED_AT);
  const messages = recent.filter((event) => event.t === 'message');
  const isOwnOnly = act === 'edits' || act === 'deletes';
  const choices = isOwnOnly ? messages.filter(({ by }) => by === chat.account) : messages;
  if (act === undefined || choices.length === 0) return void chat.says(text, room);
  const message = oneOf(random, choices);
  if (act === 'replies') chat.says(text, room, message.seq);
  else if (act === 'edits') chat.edits(message, text);
  else if (act === 'deletes') chat.deletes(message);
  else chat[act](message, oneOf(random, EMOJI));
}

/** Answers to messages that were deleted meanwhile, and changes of them: they are refused. */
export function cameTooLate(chats: readonly Chat[]): number {
  const codes = chats.flatMap(({ refused }) => [...refused.values()].map(({ code }) => code));
  return codes.filter((code) => code === 'message_deleted').length;
}

function anyAct(random: Random): Act | undefined {
  let left = random();
  for (const [act, share] of Object.entries(SHARES)) if ((left -= share) < 0) return act as Act;
  return undefined;
}
