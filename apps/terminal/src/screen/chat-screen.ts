import type { Key } from 'node:readline';
import type { ChatClient } from '@skein/client/chat-client';
import type { ClientStatus, Notice } from '@skein/client/notices';
import type { RestClient } from '@skein/client/rest-client';
import { unreadMessages } from '@skein/client/room-book';
import { EXIT } from '@skein/command-line/exit-codes';
import { Mistake } from '@skein/command-line/mistake';
import { safeText } from '@skein/command-line/safe-text';
import type { Entered } from '@skein/protocol/accounts';
import type { RoomView } from '@skein/protocol/rooms';
import { enterRoom } from '../find-room.ts';
import { Names } from '../names.ts';
import { refusalText } from '../refusal-text.ts';
import { Attendance } from './attendance.ts';
import { layout } from './layout.ts';
import { KEY_ACTIONS, keyName, type Keyboard } from './keyboard.ts';
import { LineEditor } from './line-editor.ts';
import { palette, wantsColour } from './palette.ts';
import { RoomLog } from './room-log.ts';
import { KEYS, readTyped, SLASH_COMMANDS, type SlashName } from './slash-commands.ts';
import { endedText, statusText } from './status-text.ts';
import { Terminal, type TerminalStreams } from './terminal.ts';

export interface ChatScreenOptions {
  readonly client: ChatClient;
  readonly rest: RestClient;
  /** The room to begin in. */
  readonly room: string;
  /** The server's origin, to be shown. */
  readonly server: string;
  readonly streams: TerminalStreams;
}

/** Shows the chat until the person leaves or the server ends the session. @returns the exit code */
export async function chatScreen(options: ChatScreenOptions): Promise<number> {
  using screen = new ChatScreen(options);
  const { code, line } = await screen.left;
  screen[Symbol.dispose]();
  if (line) options.streams.output.write(`${line}\n`);
  return code;
}

interface Leaving {
  readonly code: number;
  /** What is left to be said once the terminal is as it was. */
  readonly line?: string;
}

class ChatScreen implements Disposable {
  readonly left: Promise<Leaving>;
  readonly #leave: (leaving: Leaving) => void;
  readonly #client: ChatClient;
  readonly #rest: RestClient;
  readonly #server: string;
  readonly #terminal: Terminal;
  readonly #stopListening: () => void;
  readonly #palette = palette(wantsColour(process.env));
  readonly #editor = new LineEditor();
  readonly #names = new Names();
  readonly #attendance = new Attendance(() => this.#draw());
  readonly #logs = new Map<string, RoomLog>();
  #room: string;
  #scrolled = 0;
  #paste: string | undefined;
  #isLoadingOlder = false;
  #wantsToLeave = false;
  #drawing: NodeJS.Immediate | undefined;

  constructor({ client, rest, room, server, streams }: ChatScreenOptions) {
    const leaving = Promise.withResolvers<Leaving>();
    this.left = leaving.promise;
    this.#leave = leaving.resolve;
    this.#client = client;
    this.#rest = rest;
    this.#server = server;
    this.#room = room;
    this.#terminal = new Terminal(streams, {
      key: (text, key) => this.#pressed(text, key),
      resized: () => this.#draw(),
    });
    this.#stopListening = client.listen((notice) => this.#hears(notice));
    this.#show(room);
  }

  [Symbol.dispose](): void {
    clearImmediate(this.#drawing);
    this.#stopListening();
    this.#attendance[Symbol.dispose]();
    this.#terminal[Symbol.dispose]();
  }

  get #log(): RoomLog {
    return this.#logOf(this.#room);
  }

  #logOf(room: string): RoomLog {
    const log = this.#logs.get(room) ?? new RoomLog();
    this.#logs.set(room, log);
    return log;
  }

  #show(room: string): void {
    this.#room = room;
    this.#scrolled = 0;
    this.#attendance.forget();
    this.#client.view(room);
    this.#countAsOpened(room);
    void this.#names.learnMembers(this.#rest, room).then(() => this.#draw());
    if (!this.#log.isLoaded) void this.#load(room);
    this.#markRead();
    this.#draw();
  }

  /** What was to count as unread, or the room as new, until it is opened does no more (SPEC S9, S10). */
  #countAsOpened(room: string): void {
    const { unreadFrom, ...others } = this.#client.rooms.get(room)?.preferences ?? {};
    if (unreadFrom !== undefined) void this.#rest.setPreferences(room, others);
  }

  async #load(room: string): Promise<void> {
    const read = this.#client.rooms.get(room)?.read ?? 0;
    const answer = await this.#rest.history(room, { limit: 100 });
    // Without an answer the room is loaded with the next connection, or when it is shown again.
    if (answer.ok) for (const event of answer.value.events) this.#names.heard(event);
    if (answer.ok && !this.#logOf(room).isLoaded) this.#logOf(room).start(answer.value, read);
    if (room === this.#room) this.#markRead();
    this.#draw();
  }

  async #loadOlder(): Promise<void> {
    const { olderThan } = this.#log;
    if (olderThan === undefined || this.#isLoadingOlder) return;
    this.#isLoadingOlder = true;
    const log = this.#log;
    const answer = await this.#rest.history(this.#room, { before: olderThan, limit: 100 });
    if (answer.ok) {
      for (const event of answer.value.events) this.#names.heard(event);
      log.prepend(answer.value);
    }
    this.#isLoadingOlder = false;
    this.#draw();
  }

  #hears(notice: Notice): void {
    switch (notice.kind) {
      case 'event': {
        const isShown = this.#logOf(notice.event.room).add(notice.event);
        // Who has scrolled up keeps what they read in its place.
        if (isShown && notice.event.room === this.#room && this.#scrolled > 0) this.#scrolled++;
        this.#attendance.heard(notice.event);
        this.#names.heard(notice.event);
        this.#markRead();
        break;
      }
      case 'reset':
        this.#logOf(notice.room.id).reset();
        if (notice.room.id === this.#room) void this.#load(this.#room);
        break;
      case 'room-gone':
        this.#logs.delete(notice.room);
        if (notice.room === this.#room) this.#showAnother(`You are not in that room any more.`);
        break;
      case 'account-event':
        if (notice.event.t === 'entered') this.#broughtIn(notice.event);
        break;
      case 'status':
        this.#changed(notice.status);
        break;
      case 'error':
        this.#say(refusalText(notice.error));
        break;
      default:
        this.#attendance.hears(notice, this.#room);
    }
    this.#draw();
  }

  #broughtIn({ room, invitedBy }: Entered): void {
    if (invitedBy) this.#say(`${invitedBy.name} brought you into ${room.name}; /join ${room.name}`);
  }

  #changed(status: ClientStatus): void {
    if (status.state === 'live' && !this.#log.isLoaded) void this.#load(this.#room);
    if (status.state !== 'ended' || status.reason === 'closed') return;
    this.#leave({ code: EXIT.failed, line: endedText(status.reason) });
  }

  #showAnother(line: string): void {
    const [next] = this.#rooms();
    if (!next) return this.#leave({ code: EXIT.failed, line });
    this.#show(next.id);
    this.#say(line);
  }

  /** Everything at the end of the room on screen is read. */
  #markRead(): void {
    if (this.#scrolled === 0 && this.#log.isLoaded) this.#client.markRead(this.#room, this.#log.lastN);
  }

  #pressed(text: string | undefined, key: Key): void {
    if (key.name === 'paste-start') this.#paste = '';
    else if (key.name === 'paste-end') this.#pasted();
    else if (this.#paste !== undefined) this.#paste += key.sequence === '\r' ? '\n' : (text ?? '');
    else this.#act(text, key);
    this.#draw();
  }

  #pasted(): void {
    this.#editor.insert((this.#paste ?? '').replaceAll(/\r\n?/g, '\n'));
    this.#paste = undefined;
  }

  #act(text: string | undefined, key: Key): void {
    const action = KEY_ACTIONS[keyName(key)];
    if (action) return action(this.#keyboard);
    const isText = text !== undefined && !key.ctrl && !key.meta && !/^[\p{Cc}]/u.test(text);
    if (!isText) return;
    this.#editor.insert(text);
    if (!this.#editor.text.startsWith('/')) this.#client.typing(this.#room);
  }

  readonly #keyboard: Keyboard = {
    editor: this.#editor,
    send: () => this.#send(),
    leave: () => this.#quit(),
    scroll: (pages) => this.#scroll(pages),
    step: (step) => this.#step(step),
    complete: () => this.#complete(),
    redraw: () => this.#terminal.forget(),
  };

  #scroll(pages: number): void {
    const page = Math.max(1, this.#terminal.rows - 4);
    this.#scrolled = Math.max(0, this.#scrolled + pages * page);
    if (pages > 0) void this.#loadOlder();
    this.#markRead();
  }

  #rooms(): readonly RoomView[] {
    return [...this.#client.rooms.values()].sort(
      (a, b) => Number(b.lobby) - Number(a.lobby) || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1),
    );
  }

  #step(step: -1 | 1): void {
    const rooms = this.#rooms();
    const index = rooms.findIndex(({ id }) => id === this.#room);
    const next = rooms[(index + step + rooms.length) % rooms.length];
    if (next) this.#show(next.id);
  }

  /** Commands by their beginning, and rooms behind /join. */
  #complete(): void {
    const { text } = this.#editor;
    const [, head = '', begun = ''] = /^(\/join |\/)?(.*)$/s.exec(text) ?? [];
    const names = head === '/' ? Object.keys(SLASH_COMMANDS) : this.#rooms().map(({ name }) => safeText(name));
    const fitting = names.filter((name) => name.toLowerCase().startsWith(begun.toLowerCase()));
    if (head === '' || fitting.length !== 1) return;
    this.#editor.replace(`${head}${fitting[0]}${head === '/' ? ' ' : ''}`);
  }

  #send(): void {
    const typed = readTyped(this.#editor.take());
    this.#wantsToLeave &&= typed.kind === 'command' && typed.name === 'quit';
    this.#scrolled = 0;
    switch (typed.kind) {
      case 'message':
        return void this.#client.post(this.#room, this.#names.written(typed.text));
      case 'mistake':
        return this.#say(typed.line);
      case 'command':
        return void this.#run(typed.name, typed.rest).catch((error: unknown) => this.#failed(error));
      case 'nothing':
    }
  }

  #failed(error: unknown): void {
    if (!(error instanceof Mistake)) throw error;
    this.#say(error.message);
  }

  async #run(name: SlashName, rest: string): Promise<void> {
    switch (name) {
      case 'help':
        return this.#say(...helpLines());
      case 'rooms':
        return this.#say(...this.#rooms().map((room) => this.#roomLine(room)));
      case 'join':
        return this.#enter(await enterRoom(this.#client, this.#rest, rest));
      case 'leave':
        return this.#leaveRoom();
      case 'who':
        return this.#say(this.#attendance.text());
      case 'msg':
        return this.#message(rest);
      case 'quit':
        return this.#quit();
    }
  }

  /** The room's view may come after the answer to joining it. */
  #enter(room: string): void {
    this.#show(room);
  }

  async #leaveRoom(): Promise<void> {
    const answer = await this.#rest.leaveRoom(this.#room);
    if (!answer.ok) this.#say(answer.error === 'offline' ? 'There is no connection.' : refusalText(answer.error));
  }

  /** The name may have spaces: the longest one that is somebody's counts. */
  async #message(rest: string): Promise<void> {
    const [first = ''] = rest.split(' ', 1);
    const answer = await this.#rest.people(first);
    if (!answer.ok)
      throw new Mistake(answer.error === 'offline' ? 'There is no connection.' : refusalText(answer.error));
    const spoken = answer.value.people
      .filter(({ login }) => rest.toLowerCase().startsWith(`${login.toLowerCase()} `))
      .sort((a, b) => b.login.length - a.login.length);
    const [person] = spoken;
    if (!person) throw new Mistake(`There is nobody called "${safeText(first)}", or nothing to say: /msg NAME TEXT`);
    const room = await this.#rest.openDirect([person.id]);
    if (!room.ok) throw new Mistake(room.error === 'offline' ? 'There is no connection.' : refusalText(room.error));
    this.#client.post(room.value.id, rest.slice(person.login.length).trim());
    this.#enter(room.value.id);
  }

  /** What is not sent yet is lost with the program: that is asked once. */
  #quit(): void {
    const unsent = this.#client.outbox.length;
    if (unsent === 0 || this.#wantsToLeave) return this.#leave({ code: EXIT.ok });
    this.#wantsToLeave = true;
    this.#say(`${unsent === 1 ? 'A message is' : `${unsent} messages are`} not sent yet. Again to leave all the same.`);
  }

  #say(...lines: readonly string[]): void {
    this.#log.say(lines.map(safeText));
    this.#draw();
  }

  #roomLine(room: RoomView): string {
    const unread = unreadMessages(room);
    const isShown = room.id === this.#room;
    const isNew = !isShown && (room.preferences?.unreadFrom ?? 0) > room.n;
    const note = unread > 0 ? `  ${unread} unread` : isNew ? '  new' : '';
    return `${isShown ? '*' : ' '} ${room.name}${note}`;
  }

  #hint(): string {
    const typing = this.#attendance.typing();
    const unread = this.#rooms()
      .filter((room) => room.id !== this.#room && unreadMessages(room) > 0)
      .map((room) => `${safeText(room.name)} ${unreadMessages(room)}`);
    const parts = [typing, unread.length > 0 ? `unread: ${unread.join(', ')}` : ''];
    if (this.#scrolled > 0) parts.unshift('scrolled up, PageDown goes back');
    return parts.filter((part) => part !== '').join(' · ');
  }

  /** Soon, once for all that happens in this turn. */
  #draw(): void {
    this.#drawing ??= setImmediate(() => {
      this.#drawing = undefined;
      this.#drawNow();
    });
  }

  #drawNow(): void {
    const room = this.#client.rooms.get(this.#room);
    const { frame, scrolled } = layout({
      columns: this.#terminal.columns,
      height: this.#terminal.rows,
      palette: this.#palette,
      self: this.#client.account?.id,
      names: this.#names,
      title: `${safeText(room?.name ?? '…')} · ${safeText(this.#server.replace(/^https?:\/\//, ''))}`,
      status: statusText(this.#client.status, this.#attendance.count),
      hint: this.#hint(),
      items: this.#log.items,
      pending: this.#client.outbox.filter((entry) => entry.room === this.#room),
      scrolled: this.#scrolled,
      editor: this.#editor,
    });
    this.#scrolled = scrolled;
    this.#terminal.draw(frame);
  }
}

function helpLines(): string[] {
  return [...Object.values(SLASH_COMMANDS).map(({ usage, tells }) => `${usage.padEnd(16)} ${tells}`), ...KEYS];
}
