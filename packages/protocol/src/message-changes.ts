import { excerptOf } from './excerpt.ts';
import { LIMITS } from './limits.ts';
import type { Deleted, Edited, Message, Reaction, RoomEvent, TagEvent, Tags } from './rooms.ts';

/**
 * A message after an event that changes it (E5). The outcome is the same in whatever order pages and events come, and
 * however often: what a message shows already changes nothing, and what was deleted stays deleted.
 */
export function changed(message: Message, change: Edited | Deleted): Message {
  if (message.deleted || change.seq <= (message.edited?.seq ?? 0)) return message;
  const { seq, at, by, name } = change;
  const { edited: _, mentions: __, ...bare } = message;
  if (change.t === 'edited') {
    const mentions = change.mentions ? { mentions: change.mentions } : {};
    return change.body === '' ? message : { ...bare, body: change.body, ...mentions, edited: { seq, at } };
  }
  const { files: ___, tags: ____, saved: _____, ...rest } = bare;
  return { ...rest, body: '', deleted: { seq, at, by, name } };
}

/** A reply after a change of the message that it answers (Q2), by the same rules. */
export function requoted(reply: Message, change: Edited | Deleted): Message {
  const quote = reply.reply;
  if (quote?.seq !== change.message || quote.deleted || change.seq <= (quote.changed ?? 0)) return reply;
  if (change.t === 'edited' && change.body === '') return reply;
  const excerpt =
    change.t === 'edited' ? { excerpt: excerptOf(change.body) } : ({ excerpt: '', deleted: true } as const);
  return { ...reply, reply: { ...quote, ...excerpt, changed: change.seq } };
}

/** A reply after retention has deleted everything up to `floor`: of what it answers nothing but the place is known (K4). */
export function unquoted(reply: Message, floor: number): Message {
  if (!reply.reply || reply.reply.seq > floor) return reply;
  const { seq, root, r } = reply.reply;
  return { ...reply, reply: { seq, root, r, n: 0, by: '', name: '', excerpt: '' } };
}

/**
 * A message after another one of its group has come (Q3): counted once, in whatever order they come. @param self the account that
 * looks: it follows what it wrote or replied to, and has read what it wrote (Q4)
 */
export function repliedTo(message: Message, reply: Message, self: string): Message {
  const { root, r } = reply.reply ?? { root: 0, r: 0 };
  if (root !== message.seq) return message;
  const known = message.replies;
  const own = reply.by === self ? r : 0;
  const isFollowed = known?.read !== undefined || own > 0 || message.by === self;
  const read = isFollowed ? { read: Math.max(known?.read ?? 0, own) } : {};
  if (known && known.count >= r) return { ...message, replies: { ...known, ...read } };
  return { ...message, replies: { count: r, seq: reply.seq, at: reply.at, ...read } };
}

/** A message after the account has read the first `n` replies of the group that begins with it. */
export function repliesRead(message: Message, n: number): Message {
  const { replies } = message;
  if (replies?.read === undefined || n <= replies.read) return message;
  return { ...message, replies: { ...replies, read: n } };
}

const NO_TAGS: Tags = { seq: 0, reactions: [] };

/** A message after a reaction or a pin (T2): what it shows already, or was deleted since, changes nothing. @param self the account that looks */
export function tagged(message: Message, event: TagEvent, self: string): Message {
  const tags = message.tags ?? NO_TAGS;
  if (message.deleted || event.seq <= tags.seq) return message;
  const { pinned: _, ...unpinned } = { ...tags, seq: event.seq };
  switch (event.t) {
    case 'pinned':
      return { ...message, tags: { ...unpinned, pinned: { at: event.at, by: event.by, name: event.name } } };
    case 'unpinned':
      return { ...message, tags: unpinned };
    case 'reacted':
    case 'unreacted':
      if (event.emoji === '') return message;
      return { ...message, tags: { ...tags, seq: event.seq, reactions: withReaction(tags.reactions, event, self) } };
  }
}

type ReactionEvent = Extract<TagEvent, { emoji: string }>;

function withReaction(reactions: readonly Reaction[], event: ReactionEvent, self: string): Reaction[] {
  const { t, seq, emoji, count, by: id, name } = event;
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  const others = reactions.filter((reaction) => reaction !== known);
  if (count === 0) return others;
  const without = (known?.by ?? []).filter((person) => person.id !== id);
  const isNamed = without.length < (known?.by.length ?? 0);
  const by = t === 'unreacted' ? without : isNamed ? known!.by : [...without, { id, name }];
  const own = id === self ? t === 'reacted' : (known?.own ?? false);
  const since = t === 'reacted' && count === 1 ? seq : (known?.since ?? seq);
  const next = { emoji, count, since, own, by: by.slice(0, LIMITS.reactionNames) };
  return [...others, next].sort((left, right) => left.since - right.since);
}

/** Whether an event is a reaction or a pin, or the end of one. */
export function isTagEvent(event: RoomEvent): event is TagEvent {
  return event.t === 'reacted' || event.t === 'unreacted' || event.t === 'pinned' || event.t === 'unpinned';
}

/**
 * Events of a room as a client shows them: each message after every change of it among them, edits without their bodies and
 * reactions without their emoji, which differ by when they were read. Whoever has the same events shows the same. @param self the account that looks
 */
export function shown(events: readonly RoomEvent[], self = ''): RoomEvent[] {
  const messages = new Map<number, Message>();
  const repliesTo = new Map<number, number[]>();
  const update = (seq: number, change: (message: Message) => Message): void => {
    const message = messages.get(seq);
    if (message) messages.set(seq, change(message));
  };
  for (const event of events) {
    if (event.t === 'message') messages.set(event.seq, event);
    if (event.t === 'message' && event.reply) {
      const { seq, root } = event.reply;
      update(root, (message) => repliedTo(message, event, self));
      repliesTo.set(seq, [...(repliesTo.get(seq) ?? []), event.seq]);
    }
    if (isTagEvent(event)) update(event.message, (message) => tagged(message, event, self));
    if (event.t !== 'edited' && event.t !== 'deleted') continue;
    update(event.message, (message) => changed(message, event));
    for (const reply of repliesTo.get(event.message) ?? []) update(reply, (message) => requoted(message, event));
  }
  return events.map((event) => {
    if (event.t === 'edited') return withoutBody(event);
    if (event.t === 'reacted' || event.t === 'unreacted') return { ...event, emoji: '' };
    return event.t === 'message' ? messages.get(event.seq)! : event;
  });
}

function withoutBody(edited: Edited): Edited {
  const { mentions: _, ...event } = edited;
  return { ...event, body: '' };
}
