import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useId, useMemo, useRef } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Icon } from '../../design/icon.tsx';
import { withOperator } from '../../models/finding/operators.ts';
import { Search } from '../../models/finding/search.ts';
import { useChat, usePage } from '../../page.ts';
import { formatList } from '../../words/intl.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import { pressedInCombobox } from './combobox-keys.ts';
import './finding.css';
import { Hit } from './hit.tsx';
import './search-dialog.css';
import { SearchBeginning } from './search-beginning.tsx';
import { SearchOrders } from './search-orders.tsx';
import { Suggestions } from './suggestions.tsx';
import { useSuggestions } from './use-suggestions.ts';

interface SearchDialogProps {
  readonly onClose: () => void;
  /** What is to be typed already; taken out. */
  readonly begun: Signal<string>;
}

/** Finds messages while somebody types, and goes to one of them. */
export function SearchDialog({ onClose, begun }: SearchDialogProps) {
  const { address, clock } = usePage();
  const { rest } = useChat();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const search = useMemo(() => new Search({ rest, clock, zone }), []);
  const chosen = useSignal(-1);
  const suggestions = useSuggestions(search, input);
  const { hits, next } = search.found.value;
  const offered = suggestions.options.value;

  useEffect(() => {
    if (begun.value !== '') write(begun.value);
    begun.value = '';
    return () => search.close();
  }, []);

  function write(text: string, caret = text.length): void {
    search.type(text);
    chosen.value = -1;
    input.current!.focus();
    // The text comes into the input with the next rendering.
    requestAnimationFrame(() => {
      input.current?.setSelectionRange(caret, caret);
      void suggestions.look();
    });
  }

  function open(index: number): void {
    const hit = hits[Math.max(0, index)];
    if (!hit) return;
    onClose();
    address.goToMessage(hit.message.room, hit.message.seq);
  }

  function move(step: number): void {
    if (hits.length === 0) return;
    chosen.value = (Math.max(chosen.value, step < 0 ? 0 : -1) + step + hits.length) % hits.length;
    document.getElementById(`${id}-${chosen.value}`)?.scrollIntoView({ block: 'nearest' });
    if (chosen.value === hits.length - 1) void search.more();
  }

  function pressed(event: KeyboardEvent): void {
    if (suggestions.pressed(event, write)) return;
    pressedInCombobox(event, { move, take: () => open(chosen.value) });
  }

  return (
    <Dialog title={lateWords.searchTitle} onClose={onClose} shape="top">
      <div class="search-line">
        <div class="finding-input field-frame">
          <Icon name="search" />
          <input
            ref={input}
            type="text"
            enterkeyhint="search"
            role="combobox"
            aria-label={lateWords.searchTitle}
            placeholder={lateWords.searchPlaceholder}
            aria-autocomplete="list"
            aria-expanded={offered.length > 0 || hits.length > 0}
            aria-controls={offered.length > 0 ? `${id}-suggestions` : `${id}-hits`}
            aria-activedescendant={
              offered.length > 0
                ? `${id}-suggestion-${suggestions.chosen.value}`
                : chosen.value >= 0
                  ? `${id}-${chosen.value}`
                  : undefined
            }
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            dir="auto"
            autofocus
            value={search.typed}
            onInput={(event) => {
              search.type(event.currentTarget.value);
              chosen.value = -1;
              void suggestions.look();
            }}
            onKeyDown={pressed}
            onClick={() => void suggestions.look()}
            onBlur={() => suggestions.close()}
          />
        </div>
        <Suggestions id={`${id}-suggestion`} listId={`${id}-suggestions`} suggestions={suggestions} onTake={write} />
      </div>
      <SearchOrders search={search} />
      <SearchStanding search={search} />
      <ul id={`${id}-hits`} class="hits" role="listbox" aria-label={lateWords.searchTitle} hidden={hits.length === 0}>
        {hits.map((hit, index) => (
          <Hit
            key={`${hit.message.room} ${hit.message.seq}`}
            id={`${id}-${index}`}
            hit={hit}
            isChosen={index === chosen.value}
            onOpen={() => open(index)}
          />
        ))}
      </ul>
      {next !== undefined && hits.length > 0 && (
        <Button onClick={() => void search.more()} isBusy={search.state.value.at === 'looking'}>
          {lateWords.searchMore}
        </Button>
      )}
      <SearchBeginning
        search={search}
        onOperator={(key) => {
          write(withOperator(search.typed.value, key));
        }}
      />
    </Dialog>
  );
}

/** How the search stands, in words: also for whoever hears and does not see. */
function SearchStanding({ search }: { readonly search: Search }) {
  const state = search.state.value;
  const { hits, next, unknown, indexed } = search.found.value;
  const { isOnline } = usePage();
  const isFound = state.at === 'found';
  const count = isFound && hits.length > 0 ? lateWords.searchHits(hits.length, next !== undefined) : '';
  return (
    <div class="search-standing" data-looking={state.at === 'looking'}>
      <p role="status">
        {state.at === 'incomplete' && lateWords.searchFault(state.operator)}
        {search.isSlow.value && lateWords.searchSlow}
        {state.at === 'failed' &&
          (state.trouble === 'offline' || !isOnline.value ? lateWords.searchOffline : troubleWords(state.trouble))}
        {count}
      </p>
      {state.at === 'failed' && <Button onClick={() => search.again()}>{words.tryAgain}</Button>}
      {isFound && unknown.length > 0 && <p>{lateWords.searchUnknown(formatList(unknown))}</p>}
      {isFound && indexed !== undefined && <p>{lateWords.searchIndexing(indexed)}</p>}
      {isFound && hits.length === 0 && (
        <div class="finding-empty" role="status">
          <h3>{lateWords.searchNothing}</h3>
          <p>{lateWords.searchNothingHint}</p>
        </div>
      )}
    </div>
  );
}
