import { lateWords } from '../../words/late/late-words.ts';
import type { SearchSuggestions } from './use-suggestions.ts';

interface SuggestionsProps {
  /** What the ids of options begin with. */
  readonly id: string;
  readonly listId: string;
  readonly suggestions: SearchSuggestions;
  readonly onTake: (text: string, caret: number) => void;
}

/** What an operator could go on with, below the line that is typed in. */
export function Suggestions({ id, listId, suggestions, onTake }: SuggestionsProps) {
  const options = suggestions.options.value;
  return (
    <ul
      id={listId}
      class="suggestions"
      role="listbox"
      aria-label={lateWords.searchSuggestions}
      hidden={options.length === 0}
    >
      {options.map(({ key, value, label }, index) => (
        <li
          key={value}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === suggestions.chosen.value}
          // Pressing must not take the focus, or the list would be gone before the click.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => suggestions.take(index, onTake)}
        >
          <code>{key}:</code>
          <bdi class="ellipsis">{label}</bdi>
          {label !== value && <bdi class="suggestion-value">{value}</bdi>}
        </li>
      ))}
    </ul>
  );
}
