import { SEARCH_KEYS, type SearchKey } from '@skein/protocol/search-query';
import { Strand } from '../../design/threads.tsx';
import type { Search } from '../../models/finding/search.ts';
import { lateWords } from '../../words/late/late-words.ts';

interface SearchBeginningProps {
  readonly search: Search;
  readonly onOperator: (key: SearchKey) => void;
}

/** What can be looked for, while nothing is. */
export function SearchBeginning({ search, onOperator }: SearchBeginningProps) {
  if (search.state.value.at !== 'beginning') return null;
  return (
    <div class="search-beginning">
      <div class="finding-empty">
        <Strand />
        <h3>{lateWords.searchBegin}</h3>
        <p>{lateWords.searchBeginHint}</p>
      </div>
      <ul>
        {SEARCH_KEYS.map((key) => (
          <li key={key}>
            <button type="button" onClick={() => onOperator(key)}>
              <code>{key}:</code>
              <span>{lateWords.searchOperators[key]}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
