import type { SeededRandom } from '@skein/client/testing/random';
import type { Message } from '@skein/protocol/rooms';
import type { Page, Tab } from './tab.ts';
import type { World } from './world.ts';

/** What can happen in one step. Where it cannot just now, nothing happens. */
type Action = (world: World, random: SeededRandom) => void;

const HOUR_MS = 60 * 60 * 1_000;

// What people do.

const writes: Action = (world, random) => {
  const tab = anyTab(world, random);
  const [room, body] = [random.pick(world.rooms), bodyOf(world, random)];
  if (tab) inPage(world, tab, () => tab.says(room, body));
};

const writesMuch: Action = (world, random) => {
  const tab = anyTab(world, random);
  const room = random.pick(world.rooms);
  const bodies = Array.from({ length: 2 + random.below(12) }, () => bodyOf(world, random));
  if (tab) inPage(world, tab, () => bodies.forEach((body) => tab.says(room, body)));
};

const replies: Action = (world, random) => {
  const tab = anyTab(world, random);
  const message = tab && anyOf(messagesOn(tab, 'anybody'), random);
  const body = bodyOf(world, random);
  if (tab && message) inPage(world, tab, () => tab.says(message.room, body, message.seq));
};

const mentions: Action = (world, random) => {
  const tab = anyTab(world, random);
  const room = random.pick(world.rooms);
  const who = random.pick(['room', 'here', ...world.people.map(({ account }) => account)]);
  const body = `<@${who}> ${bodyOf(world, random)}`;
  if (tab) inPage(world, tab, () => tab.says(room, body));
};

const readsReplies: Action = (world, random) => {
  const tab = anyTab(world, random);
  const reply = tab && anyOf(messagesOn(tab, 'anybody'), random)?.reply;
  const room = random.pick(world.rooms);
  if (tab && reply) inPage(world, tab, ({ client }) => client.markRepliesRead(room, reply.root, reply.r));
};

const seesLateMention: Action = (world, random) => {
  const tab = anyTab(world, random);
  const message = tab && anyOf(messagesOn(tab, 'anybody'), random);
  if (!tab || !message) return;
  const { room, seq } = message;
  world.tell(tab.name, `sees that ${room}/${seq} mentions them`);
  world.ask(tab, (account) => ({ kind: 'read-mention', account, room, message: seq }));
};

const edits: Action = (world, random) => {
  const tab = anyTab(world, random);
  const message = tab && anyOf(messagesOn(tab), random);
  if (!tab || !message) return;
  const { room, seq } = message;
  const who = random.pick(['room', 'here', ...world.people.map(({ account }) => account)]);
  const [id, text] = [changeId(world), bodyOf(world, random)];
  const body = random.chance(0.4) ? `<@${who}> ${text}` : text;
  if (random.chance(0.7)) return inPage(world, tab, () => tab.edits(room, seq, body));
  world.tell(tab.name, `edits ${room}/${seq} as ${id}: ${body}`);
  // Over REST; sent twice now and then, as by somebody who got no answer.
  for (let count = random.chance(0.3) ? 2 : 1; count > 0; count--) {
    world.ask(tab, (account) => ({ kind: 'edit', account, room, message: seq, id, body }));
  }
};

const deletes: Action = (world, random) => {
  const tab = anyTab(world, random);
  const message = tab && anyOf(messagesOn(tab), random);
  if (!tab || !message) return;
  const { room, seq } = message;
  const id = changeId(world);
  if (random.chance(0.7)) return inPage(world, tab, () => tab.deletes(room, seq));
  world.tell(tab.name, `deletes ${room}/${seq} as ${id}`);
  world.ask(tab, (account) => ({ kind: 'delete', account, room, message: seq, id }));
};

const tags: Action = (world, random) => {
  const tab = anyTab(world, random);
  const message = tab && anyOf(messagesOn(tab, 'anybody').slice(-8), random);
  if (!tab || !message) return;
  const { room, seq } = message;
  const [what, emoji] = [
    random.pick(['react', 'react', 'unreact', 'pin', 'unpin'] as const),
    random.pick(['👍', '🎉']),
  ];
  inPage(world, tab, () => tab.tags(room, seq, what, emoji));
};

const reads: Action = (world, random) => {
  const tab = anyTab(world, random);
  const room = anyOf([...(tab?.page?.client.rooms.values() ?? [])], random);
  if (!tab || !room) return;
  const n = random.chance(0.7) ? room.n : random.below(room.n + 1);
  inPage(world, tab, ({ client }) => client.markRead(room.id, n));
};

const looks: Action = (world, random) => {
  const tab = anyTab(world, random);
  const room = random.chance(0.2) ? null : random.pick(world.rooms);
  if (tab) inPage(world, tab, ({ client }) => client.view(room));
};

const types: Action = (world, random) => {
  const [tab, room] = [anyTab(world, random), random.pick(world.rooms)];
  if (tab) inPage(world, tab, ({ client }) => client.typing(room));
};

const joins: Action = (world, random) => {
  const [tab, room] = [anyTab(world, random), random.pick(world.rooms)];
  if (!tab) return;
  world.tell(tab.name, `joins ${room}`);
  world.ask(tab, (account) => ({ kind: 'join', account, room }));
};

const leaves: Action = (world, random) => {
  const [tab, room] = [anyTab(world, random), random.pick(world.rooms)];
  if (!tab) return;
  world.tell(tab.name, `leaves ${room}`);
  world.ask(tab, (account) => ({ kind: 'leave', account, room }));
};

const invites: Action = (world, random) => {
  const [tab, room, guest] = [anyTab(world, random), random.pick(world.rooms), random.pick(world.people)];
  if (!tab) return;
  world.tell(tab.name, `invites ${guest.name} to ${room}`);
  world.ask(tab, (by) => ({ kind: 'invite', by, room, loginKey: guest.name }));
};

const removes: Action = (world, random) => {
  const [tab, room, other] = [anyTab(world, random), random.pick(world.rooms), random.pick(world.people)];
  if (!tab) return;
  world.tell(tab.name, `removes ${other.name} from ${room}`);
  world.ask(tab, (by) => ({ kind: 'remove', by, room, account: other.account }));
};

const setsRetention: Action = (world, random) => {
  const [tab, room] = [anyTab(world, random), random.pick(world.rooms)];
  if (!tab) return;
  const retentionDays = random.pick([null, 1, 2, 5]);
  world.tell(tab.name, `sets that ${room} keeps messages for ${retentionDays ?? 'any number of'} days`);
  world.ask(tab, (by) => ({ kind: 'change-room', by, room, settings: { retentionDays } }));
};

const logsIn: Action = (world, random) => {
  if (world.tabs.filter(({ isLeaving }) => !isLeaving).length > 7) return;
  const person = random.pick(world.people);
  world.tell(person.name, 'logs in once more');
  world.logsIn(person);
};

const opensBeside: Action = (world, random) => {
  if (world.tabs.filter(({ isLeaving }) => !isLeaving).length > 7) return;
  const tab = anyTab(world, random);
  if (!tab) return;
  world.tell(tab.name, 'opens another tab beside it');
  world.opensBeside(tab);
};

const logsOut: Action = (world, random) => {
  const tab = anyTab(world, random);
  const others = world.tabs.filter(({ person, session, isLeaving }) => {
    return !isLeaving && person === tab?.person && session !== tab.session;
  });
  if (!tab || others.length === 0) return;
  world.tell(tab.name, 'logs out');
  for (const other of world.tabs) if (other.session === tab.session) other.isLeaving = true;
  world.ask(tab, () => ({ kind: 'end-session', session: tab.session }));
};

const opensOrCloses: Action = (world, random) => {
  const tab = anyOf(world.tabs, random);
  if (!tab) return;
  world.tell(tab.name, tab.page ? 'closes' : 'opens');
  if (tab.page) tab.closes();
  else world.load(tab);
};

/** Enter, and the tab is gone. */
const writesAndCloses: Action = (world, random) => {
  const tab = anyTab(world, random);
  const [room, body] = [random.pick(world.rooms), bodyOf(world, random)];
  if (!tab) return;
  inPage(world, tab, () => {
    tab.says(room, body);
    world.tell(tab.name, 'closes');
    tab.closes();
  });
};

const connectsNow: Action = (world, random) => {
  const tab = anyTab(world, random);
  if (tab) inPage(world, tab, ({ client }) => client.reconnectNow());
};

// What goes wrong.

export const cuts: Action = (world, random) => {
  const connected = world.tabs.filter(({ page }) => page?.wire && !page.wire.isOver);
  const tab = anyOf(connected, random);
  if (!tab?.page?.wire) return;
  world.tell(tab.name, 'is cut off');
  world.cut(tab.page.wire);
};

const goesHalfOpen: Action = (world, random) => {
  const tab = anyTab(world, random);
  if (!tab?.page?.wire || tab.page.wire.isOver) return;
  world.tell(tab.name, 'is half open');
  world.figures.cuts++;
  tab.page.wire.goHalfOpen();
};

const goesOffline: Action = (world, random) => {
  const tab = anyTab(world, random);
  if (!tab) return;
  tab.isOffline = !tab.isOffline;
  world.tell(tab.name, tab.isOffline ? 'is offline' : 'is online');
  if (tab.isOffline && tab.page?.wire) world.cut(tab.page.wire);
};

const readsSlowly: Action = (world, random) => {
  const tab = anyTab(world, random);
  if (!tab?.page?.wire) return;
  const isSlow = random.chance(0.5);
  world.tell(tab.name, isSlow ? 'stops reading its socket' : 'reads its socket');
  if (isSlow) tab.page.wire.stopReading();
  else tab.page.wire.readAgain();
};

const standsStill: Action = (world, random) => {
  const worker = anyOf(world.server?.workers ?? [], random);
  const thread = random.chance(0.15) ? world.server?.ledgerThread : worker?.thread;
  if (!thread) return;
  const ms = random.below(random.chance(0.5) ? 300 : 3_000);
  world.tell(thread.name, `stands still for ${ms} ms`);
  thread.stalledUntil = Math.max(thread.stalledUntil, world.now() + ms);
};

const expires: Action = (world) => {
  world.tell('supervisor', 'looks for what has expired');
  world.server?.expire();
};

export const crashes: Action = (world, random) => {
  const worker = anyOf(world.server?.workers ?? [], random);
  const what = random.below(5);
  if (what === 0) world.crashServer();
  else if (what < 3) world.crashLedger();
  else if (worker) world.crashHub(worker);
};

const fillsDisk: Action = (world) => {
  world.isDiskFull = !world.isDiskFull;
  world.tell('disk', world.isDiskFull ? 'is full' : 'has room');
};

const setsClock: Action = (world, random) => {
  world.serverMachine.clockOffsetMs += (random.fraction() - 0.5) * random.pick([2_000, 60_000, 6 * HOUR_MS]);
  world.tell('server', 'has its clock set');
};

/** How often each happens, relative to the others. */
const WEIGHTS: readonly (readonly [Action, number])[] = [
  [writes, 380],
  [writesMuch, 60],
  [replies, 60],
  [readsReplies, 20],
  [mentions, 40],
  [seesLateMention, 60],
  [edits, 60],
  [deletes, 15],
  [tags, 60],
  [reads, 120],
  [looks, 30],
  [types, 15],
  [joins, 30],
  [leaves, 20],
  [invites, 30],
  [removes, 30],
  [setsRetention, 12],
  [expires, 30],
  [logsIn, 12],
  [opensBeside, 12],
  [logsOut, 8],
  [opensOrCloses, 20],
  [writesAndCloses, 8],
  [connectsNow, 20],
  [cuts, 50],
  [goesHalfOpen, 15],
  [goesOffline, 20],
  [readsSlowly, 40],
  [standsStill, 60],
  [crashes, 15],
  [fillsDisk, 6],
  [setsClock, 6],
];
const TOTAL = WEIGHTS.reduce((sum, [, weight]) => sum + weight, 0);

export function anyAction(random: SeededRandom): Action {
  let left = random.below(TOTAL);
  const chosen = WEIGHTS.find(([, weight]) => (left -= weight) < 0);
  return chosen![0];
}

function anyOf<T>(items: readonly T[], random: SeededRandom): T | undefined {
  return items.length === 0 ? undefined : random.pick(items);
}

/** One that has a page and whose person stays. */
function anyTab(world: World, random: SeededRandom): Tab | undefined {
  return anyOf(
    world.tabs.filter(({ page, isLeaving }) => page && !isLeaving),
    random,
  );
}

/** Done by the page's own thread, unless that ends before. */
function inPage(world: World, tab: Tab, act: (page: Page) => void): void {
  const { page } = tab;
  if (page) world.loop.run(page.thread, () => act(page));
}

/** What the person, or anybody, has written, as far as this page shows it. */
function messagesOn({ page, person }: Tab, by: 'self' | 'anybody' = 'self'): readonly Message[] {
  const messages = (page?.events ?? []).filter((event) => event.t === 'message');
  return by === 'anybody' ? messages : messages.filter((message) => message.by === person.account);
}

function changeId({ figures }: World): string {
  return `change-${++figures.messages}`.padEnd(16, '-');
}

/** No two are alike, so that what is stored twice shows. */
function bodyOf(world: World, random: SeededRandom): string {
  const length = random.chance(0.1) ? 100 : random.below(30);
  return `line ${++world.figures.messages} ${'·'.repeat(length)}`.trim();
}
