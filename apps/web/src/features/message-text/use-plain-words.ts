import { plainWords } from '../../models/markup/plain-words.ts';
import { useChat, usePage } from '../../page.ts';

/** @returns what turns a message into its words on one line, with names for mentions and without marks */
export function usePlainWords(): (body: string) => string {
  const chat = useChat();
  const { markup } = usePage();
  return (body) => {
    const blocks = markup.read(body);
    return chat.asWritten(Array.isArray(blocks) ? plainWords(blocks) : body);
  };
}
