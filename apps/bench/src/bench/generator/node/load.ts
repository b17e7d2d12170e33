import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figures } from '../../generator.ts';
import type { Pace } from '../../loads.ts';
import { DIALECTS, type Dialect } from './dialects.ts';
import { Client } from './client.ts';

// The load generator for machines without a C compiler: the same orders, counts and answers as load.c, which opens with what
// they are. It takes about twice the CPU, and knows Skein, ws and socket.io.

const BODY_BYTES = 130;
const DIGITS = 10;
const MARK = '#'.charCodeAt(0);
const UNANSWERED_AT_MOST = 64; // SPEC P6
const CONNECTING_AT_ONCE = 64;
const SOCKETS_PER_ADDRESS = 500;
const LISTEN_MS = 10;
const DRAIN_MS = 10_000;
const TICKS_PER_SECOND = 100;

interface Member {
  readonly room: number;
  readonly lives: number;
  readonly cookie: string;
  /** Random: the XOR over a room's members says whether each of them got a message. */
  readonly word: number;
  client?: Client;
  unanswered: number;
  held: number;
  heardAt: number;
  awaitsPong: boolean;
}

interface Message {
  readonly room: number;
  readonly sender: Member;
  readonly postedAt: number;
  remaining: number;
  seen: number;
}

const rooms: { readonly id: string; readonly members: Member[]; next: number; check: number }[] = [];
const members: Member[] = [];
const pids: number[] = [];
const inFlight = new Map<number, Message>();
const tag = `b${Math.floor(Math.random() * 2 ** 32)
  .toString(16)
  .padStart(8, '0')}`;
let dialect: Dialect | undefined;
let port = 0;
let ready = 0;
let lastNumber = 0;
let refills = false;
let latencies: number[] | undefined;
const counted = { deliveries: 0, reads: 0, messages: 0, acknowledged: 0, refused: 0, strays: 0, wrong: 0, pongs: 0 };

for await (const line of createInterface({ input: process.stdin })) await obey(line);
process.exit();

async function obey(line: string): Promise<void> {
  const [order, ...words] = line.split(' ') as [string, ...string[]];
  switch (order) {
    case 'protocol':
      dialect = DIALECTS[words[0]!];
      return dialect ? undefined : fail(`no such protocol: ${words[0]}`);
    case 'address':
      port = Number(words[1]);
      return;
    case 'pid':
      return void pids.push(Number(words[0]));
    case 'room':
      return void rooms.push({ id: words[0]!, members: [], next: 0, check: 0 });
    case 'socket':
      return addMember(Number(words[0]), Number(words[1]), words[2]!);
    case 'connect':
      return await connectAll();
    case 'run':
      return await run(words[0] as Pace['kind'], Number(words[1]), Number(words[2]), Number(words[3]));
    case 'end':
      return process.exit();
    default:
      fail(`an order that is not understood: ${line}`);
  }
}

function fail(what: string): never {
  process.stderr.write(`load: ${what}\n`);
  process.exit(1);
}

function addMember(room: number, lives: number, cookie: string): void {
  const word = Math.floor(Math.random() * 2 ** 32) | 0;
  const state = { unanswered: 0, held: 0, heardAt: 0, awaitsPong: false };
  const member: Member = { room, lives, cookie: cookie === '-' ? '' : cookie, word, ...state };
  members.push(member);
  rooms[room]!.members.push(member);
  rooms[room]!.check ^= word;
}

async function connectAll(): Promise<void> {
  for (const [index, member] of members.entries()) {
    while (index - ready >= CONNECTING_AT_ONCE) await sleep(1);
    member.client = connectMember(member, `127.0.1.${1 + Math.floor(index / SOCKETS_PER_ADDRESS)}`);
  }
  while (ready < members.length) await sleep(1);
  process.stdout.write(`{"connected":${ready}}\n`);
}

function connectMember(member: Member, localAddress: string): Client {
  return new Client({
    dialect: dialect!,
    port,
    localAddress,
    room: rooms[member.room]!.id,
    lives: member.lives,
    cookie: member.cookie,
    onReady: () => ready++,
    onHeard: () => (member.heardAt = performance.now()),
    onPong: () => ponged(member),
    onMessages: (frames) => {
      const now = performance.now();
      const before = counted.deliveries;
      for (const frame of frames) findDeliveries(member, frame, now);
      if (counted.deliveries > before) counted.reads++;
    },
    onAcknowledged: () => counted.acknowledged++,
    onRefused: refused,
    onFault: fail,
  });
}

function findDeliveries(member: Member, frame: Buffer, now: number): void {
  for (let at = frame.indexOf(MARK); at >= 0; at = frame.indexOf(MARK, at + DIGITS + 2)) {
    delivered(member, Number(frame.toString('latin1', at + 1, at + 1 + DIGITS)), now);
  }
}

function delivered(member: Member, number: number, now: number): void {
  const message = inFlight.get(number);
  if (!message || message.room !== member.room) {
    counted.strays++;
    return;
  }
  counted.deliveries++;
  latencies?.push(now - message.postedAt);
  message.seen ^= member.word;
  if (--message.remaining > 0) return;
  inFlight.delete(number);
  counted.messages++;
  message.sender.unanswered--;
  if (message.seen !== rooms[message.room]!.check) counted.wrong++;
  if (refills) post(message.room, performance.now());
}

function post(index: number, postedAt: number): void {
  const room = rooms[index]!;
  const sender = nextSender(room);
  sender.unanswered++;
  inFlight.set(++lastNumber, { room: index, sender, postedAt, remaining: room.members.length, seen: 0 });
  send(lastNumber, room.id, sender);
}

function send(number: number, room: string, sender: Member): void {
  const digits = String(number).padStart(DIGITS, '0');
  sender.client!.say(dialect!.post(`${tag}${digits}`, room, `#${digits}# `.padEnd(BODY_BYTES, 'x')));
}

function nextSender(room: (typeof rooms)[number]): Member {
  let member = room.members[0]!;
  for (let tries = 0; tries < room.members.length; tries++) {
    member = room.members[room.next++ % room.members.length]!;
    if (member.unanswered < UNANSWERED_AT_MOST && member.held === 0) break;
  }
  return member;
}

/** The post comes again when the server says so, under the same id. */
function refused(text: string): void {
  const { id, error } = JSON.parse(text) as { id: string; error: { retryAfterMs?: number } };
  const number = Number(id.slice(tag.length));
  const message = inFlight.get(number);
  if (!message || error.retryAfterMs === undefined) return fail(`a post was refused for good: ${text}`);
  counted.refused++;
  message.sender.held++;
  setTimeout(() => {
    message.sender.held--;
    send(number, rooms[message.room]!.id, message.sender);
  }, error.retryAfterMs);
}

function pingSilent(silenceMs: number): void {
  const now = performance.now();
  for (const member of members) {
    if (member.awaitsPong || now < member.heardAt + silenceMs) continue;
    member.awaitsPong = true;
    member.client!.say('{"t":"ping"}');
  }
}

function ponged(member: Member): void {
  if (!member.awaitsPong) return fail('a pong that nobody waited for');
  member.awaitsPong = false;
  counted.pongs++;
}

/** Messages and pings. */
function countInFlight(): number {
  return inFlight.size + members.filter(({ awaitsPong }) => awaitsPong).length;
}

async function run(pace: Pace['kind'], value: number, warmUpMs: number, measureMs: number): Promise<void> {
  refills = pace === 'window';
  for (const key of Object.keys(counted) as (keyof typeof counted)[]) counted[key] = 0;
  for (let count = 0; refills && count < value; count++) rooms.forEach((_, index) => post(index, performance.now()));
  const schedule = scheduleOf(pace, value);
  await sleep(warmUpMs);

  latencies = [];
  const [since, serverCpu, ownCpu, before] = [performance.now(), serverCpuSeconds(), ownCpuSeconds(), { ...counted }];
  await sleep(measureMs);
  const times = latencies.sort((a, b) => a - b);
  latencies = undefined;
  const figures = {
    seconds: (performance.now() - since) / 1000,
    serverCpu: serverCpuSeconds() - serverCpu,
    generatorCpu: ownCpuSeconds() - ownCpu,
    p50Ms: times[Math.floor(times.length * 0.5)] ?? 0,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
    deliveries: counted.deliveries - before.deliveries,
    reads: counted.reads - before.reads,
    messages: counted.messages - before.messages,
    pongs: counted.pongs - before.pongs,
  };
  refills = false;
  clearInterval(schedule);
  const deadline = performance.now() + DRAIN_MS;
  while (countInFlight() > 0 && performance.now() < deadline) await sleep(1);
  const { messages: arrived, acknowledged, refused, strays, wrong } = counted;
  const whole = { arrived, acknowledged, refused, late: 0, missing: countInFlight(), strays, wrong };
  process.stdout.write(`${JSON.stringify({ ...figures, ...whole } satisfies Figures)}\n`);
}

function scheduleOf(pace: Pace['kind'], value: number): NodeJS.Timeout | undefined {
  switch (pace) {
    case 'window':
      return undefined;
    case 'rate':
      return postBySchedule(value);
    case 'pings':
      return setInterval(() => pingSilent(value), LISTEN_MS);
  }
}

/** Every millisecond what is due by then. */
function postBySchedule(perSecond: number): NodeJS.Timeout {
  const begun = performance.now();
  let slot = 0;
  return setInterval(() => {
    for (; begun + (slot * 1000) / perSecond <= performance.now(); slot++) {
      post(slot % rooms.length, begun + (slot * 1000) / perSecond);
    }
  }, 1);
}

function serverCpuSeconds(): number {
  const ticks = pids.map((pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Counted from the name in parentheses, which may hold anything: state is the first, user and system time 12th and 13th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, one) => sum + one, 0) / TICKS_PER_SECOND;
}

function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
