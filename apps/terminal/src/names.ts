import type { RestClient } from '@skein/client/rest-client';
import { isWide, WIDE_MENTIONS, withNames } from '@skein/protocol/mention-text';
import type { Person } from '@skein/protocol/people';
import type { RoomEvent } from '@skein/protocol/rooms';

const LETTER = /[\p{L}\p{N}_]/u;

/** What people are called, as far as it was heard: a body mentions them by their ids, and a person by their names. */
export class Names {
  readonly #names = new Map<string, string>();

  learn({ id, name }: Person): void {
    if (!isWide(id)) this.#names.set(id, name);
  }

  heard(event: RoomEvent): void {
    this.learn({ id: event.by, name: event.name });
    const mentions = event.t === 'message' || event.t === 'edited' ? event.mentions : undefined;
    for (const person of mentions ?? []) this.learn(person);
  }

  /** Members whom nobody has heard from can be mentioned, too. */
  async learnMembers(rest: Pick<RestClient, 'members'>, room: string): Promise<void> {
    const answer = await rest.members(room);
    if (answer.ok) for (const member of answer.value.members) this.learn(member);
  }

  /** What somebody is called by now who was called `name` when something was sent (SPEC A2). */
  now(id: string | undefined, name: string): string {
    return (id === undefined ? undefined : this.#names.get(id)) ?? name;
  }

  /** A body as it is read. */
  shown(body: string): string {
    return withNames(body, (id) => this.#names.get(id));
  }

  /** A body as it is sent: `@Name` mentions whoever is called so, the longest name first, and `@here` and `@room` everybody. */
  written(text: string): string {
    if (!text.includes('@')) return text;
    const known = [...this.#names].map(([id, name]) => [name.toLowerCase(), id] as const);
    const all = [...known, ...WIDE_MENTIONS.map((word) => [word, word] as const)].sort(
      ([a], [b]) => b.length - a.length,
    );
    let written = '';
    for (let rest = text; rest !== '';) {
      const isStart = rest.startsWith('@') && !LETTER.test(written.at(-1) ?? '');
      const folded = rest.slice(1).toLowerCase();
      const found = isStart && all.find(([name]) => folded.startsWith(name) && !LETTER.test(folded[name.length] ?? ''));
      written += found ? `<@${found[1]}>` : rest[0]!;
      rest = rest.slice(found ? found[0].length + 1 : 1);
    }
    return written;
  }
}
