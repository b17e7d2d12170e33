import type { RoomView } from '@skein/protocol/rooms';
import { useMemo } from 'preact/hooks';
import { commandsFor } from '../../models/commands.ts';
import { type Completion, Completer } from '../../models/writing/completer.ts';
import { useChat, usePage } from '../../page.ts';
import { words } from '../../words/words.ts';

const MOST_EMOJI = 8;

/** @param hasCommands whether what is written is a message of its own, and may be a command */
export function useCompleter(room: RoomView | undefined, hasCommands: boolean): Completer {
  const chat = useChat();
  const { emojis } = usePage();
  return useMemo(() => {
    async function emojiNamed(query: string): Promise<readonly Completion[]> {
      const book = await emojis.book().catch(() => undefined);
      const found = book?.search(query, MOST_EMOJI, emojis.recent.value) ?? [];
      return found.map((entry) => {
        const emoji = emojis.inTone(entry);
        return { key: entry.emoji, insert: emoji, sign: emoji, label: `:${entry.shortcodes[0]}:`, about: entry.name };
      });
    }

    async function peopleNamed(query: string): Promise<readonly Completion[]> {
      const people = room ? await chat.mentionable.find(room.id, query) : [];
      return people.map(({ id, name, isWide }) => ({
        ...{ key: id, insert: `@${name}`, label: isWide ? `@${name}` : name },
        ...(isWide ? { about: words.wideMentions[id as 'here' | 'room'] } : { person: { id, name } }),
      }));
    }

    async function commandsNamed(query: string): Promise<readonly Completion[]> {
      if (!hasCommands || !room) return [];
      const names = commandsFor(room).filter((name) => name.startsWith(query.toLowerCase()));
      return names.map((name) => {
        const { argument, help } = words.commands[name];
        return { key: name, insert: `/${name}`, label: `/${name} ${argument}`.trim(), about: help };
      });
    }

    return new Completer({ ':': emojiNamed, '@': peopleNamed, '/': commandsNamed });
  }, [room?.id]);
}
