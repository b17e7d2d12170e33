import { type Signal, useSignal } from '@preact/signals';
import type { SearchFilter } from '@skein/protocol/search-query';
import { useMemo } from 'preact/hooks';
import { operatorAt, suggest, type Suggestion, withSuggestion } from '../../models/finding/operators.ts';
import type { Search } from '../../models/finding/search.ts';
import { useChat } from '../../page.ts';

/** What the operator at the caret could go on with, and the keys that take one. */
export interface SearchSuggestions {
  readonly options: Signal<readonly Suggestion[]>;
  readonly chosen: Signal<number>;
  look(): Promise<void>;
  close(): void;
  take(index: number, write: Write): void;
  /** @returns whether the key was for them */
  pressed(event: KeyboardEvent, write: Write): boolean;
}

type Write = (text: string, caret: number) => void;

export function useSuggestions(
  search: Search,
  input: { readonly current: HTMLInputElement | null },
): SearchSuggestions {
  const chat = useChat();
  const options = useSignal<readonly Suggestion[]>([]);
  const chosen = useSignal(0);
  return useMemo(() => {
    let operator: SearchFilter | undefined;
    const sources = {
      people: async (beginning: string) => {
        const answer = await chat.rest.people(beginning);
        return answer.ok ? answer.value.people : [];
      },
      rooms: () => chat.rooms.order.peek().flatMap((room) => chat.rooms.get(room)?.name ?? []),
      today: localDay(chat.now),
    };
    const suggestions: SearchSuggestions = {
      options,
      chosen,
      async look() {
        const asked = operatorAt(search.typed.peek(), input.current?.selectionStart ?? 0);
        operator = asked;
        const found = asked ? await suggest(asked, sources) : [];
        if (operator !== asked) return;
        options.value = found;
        chosen.value = 0;
      },
      close() {
        operator = undefined;
        options.value = [];
      },
      take(index, write) {
        const option = options.peek()[index];
        if (!operator || !option) return;
        const { text, caret } = withSuggestion(search.typed.peek(), operator, option.value);
        suggestions.close();
        write(text, caret);
      },
      pressed(event, write) {
        const count = options.peek().length;
        if (count === 0 || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
        if (event.key === 'ArrowDown') chosen.value = (chosen.peek() + 1) % count;
        else if (event.key === 'ArrowUp') chosen.value = (chosen.peek() + count - 1) % count;
        else if (event.key === 'Enter' || event.key === 'Tab') suggestions.take(chosen.peek(), write);
        else if (event.key === 'Escape') suggestions.close();
        else return false;
        event.preventDefault();
        event.stopPropagation();
        return true;
      },
    };
    return suggestions;
  }, []);
}

function localDay(at: number): string {
  const day = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
