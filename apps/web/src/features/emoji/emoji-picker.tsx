import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';
import { type Emoji, TONES, toned } from '../../models/emoji/emoji.ts';
import { EMOJI_GROUPS, type EmojiBook } from '../../models/emoji/emoji-book.ts';
import { usePage } from '../../page.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import './emoji-picker.css';

interface EmojiPickerProps {
  readonly onPick: (emoji: string) => void;
  /** Escape, or a press beside it. The focus goes where it was. */
  readonly onClose: () => void;
}

interface Section {
  readonly title: string;
  readonly entries: readonly Emoji[];
}

const MOST_FOUND = 96;
const HAND = '✋';

/**
 * All emoji, to search and to walk through. The focus stays in the search; arrows move the choice over the grid, Enter
 * picks, and a screen reader says each by its name.
 */
export function EmojiPicker({ onPick, onClose }: EmojiPickerProps) {
  const { emojis } = usePage();
  const id = useId();
  const ref = useRef<HTMLDivElement>(null);
  const search = useSignal('');
  const book = useSignal<EmojiBook | 'loading' | 'failed'>('loading');
  const chosen = useSignal<string | undefined>(undefined);
  /** The groups come one after the other: hundreds of signs at once would hold the page up. */
  const groupsShown = useSignal(1);

  useEffect(() => {
    emojis.book().then(
      (loaded) => (book.value = loaded),
      () => (book.value = 'failed'),
    );
  }, []);
  useEffect(() => {
    if (typeof book.value !== 'object' || groupsShown.value > EMOJI_GROUPS.length) return;
    const frame = requestAnimationFrame(() => groupsShown.value++);
    return () => cancelAnimationFrame(frame);
  }, [book.value, groupsShown.value]);
  useLayoutEffect(() => {
    const opener = document.activeElement;
    ref.current!.querySelector('input')!.focus({ preventScroll: true });
    return () => {
      const isLost = document.activeElement === document.body || ref.current?.contains(document.activeElement);
      if (isLost && opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    const pressed = ({ target }: Event): void => {
      if (!ref.current!.contains(target as Node)) onClose();
    };
    document.addEventListener('pointerdown', pressed);
    return () => document.removeEventListener('pointerdown', pressed);
  }, []);

  const sections = useComputed(() => sectionsOf(book.value, search.value, groupsShown.value)).value;

  function sectionsOf(book: EmojiBook | 'loading' | 'failed', text: string, shown: number): readonly Section[] {
    if (typeof book === 'string') return [];
    if (text.trim() !== '')
      return [{ title: words.emoji, entries: book.search(text, MOST_FOUND, emojis.recent.value) }];
    const groups = [...book.groups]
      .slice(0, shown)
      .map(([group, entries]) => ({ title: lateWords.emojiGroups[group], entries }));
    // As they were used, tone and all; those of no tone are in the book.
    const recent = emojis.recent.value.map((emoji): Emoji => {
      const name = book.entry(emoji)?.name ?? emoji;
      return { emoji, name, shortcodes: [], words: [], hasTones: false };
    });
    return [{ title: lateWords.recentEmoji, entries: recent }, ...groups];
  }

  const options = (): HTMLElement[] => [...ref.current!.querySelectorAll<HTMLElement>('[role="option"]')];
  const optionId = (section: number, index: number): string => `${id}-${section}-${index}`;
  const isChosenThere = chosen.value !== undefined && sections.length > 0;

  function choose(option: HTMLElement | undefined): void {
    chosen.value = option?.id;
    option?.scrollIntoView({ block: 'nearest' });
  }

  function pick(option: HTMLElement | null | undefined): void {
    const emoji = option?.dataset['emoji'];
    if (emoji === undefined) return;
    emojis.use(emoji);
    onPick(emoji);
  }

  function keyed(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      event.preventDefault();
      return onClose();
    }
    if ((event.target as HTMLElement).tagName !== 'INPUT' || (event.target as HTMLInputElement).type === 'radio')
      return;
    const all = options();
    const at = all.findIndex((option) => option.id === chosen.value);
    if (event.key === 'Enter') pick(all[Math.max(at, 0)]);
    else if (event.key === 'ArrowRight' && at >= 0) choose(all[Math.min(at + 1, all.length - 1)]);
    else if (event.key === 'ArrowLeft' && at >= 0) choose(all[Math.max(at - 1, 0)]);
    else if (event.key === 'ArrowDown') choose(at < 0 ? all[0] : besides(all, at, 1));
    else if (event.key === 'ArrowUp' && at >= 0) choose(besides(all, at, -1));
    else return;
    event.preventDefault();
  }

  return (
    <div ref={ref} class="emoji-picker" role="dialog" aria-label={lateWords.pickEmoji} onKeyDown={keyed}>
      <div class="field-frame">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-label={lateWords.searchEmoji}
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={isChosenThere ? chosen.value : undefined}
          autocomplete="off"
          placeholder={lateWords.searchEmoji}
          value={search}
          onInput={(event) => {
            search.value = event.currentTarget.value;
            chosen.value = event.currentTarget.value.trim() === '' ? undefined : optionId(0, 0);
            ref.current!.querySelector('.emoji-list')!.scrollTop = 0;
          }}
        />
      </div>
      <div
        id={`${id}-list`}
        class="emoji-list"
        role="listbox"
        aria-label={words.emoji}
        aria-busy={book.value === 'loading'}
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => pick((event.target as HTMLElement).closest<HTMLElement>('[role="option"]'))}
      >
        {sections.map(({ title, entries }, section) => (
          <div key={title} class="emoji-group" role="group" aria-label={title}>
            <p aria-hidden="true">{title}</p>
            {entries.map((entry, index) => (
              <span
                key={entry.emoji}
                id={optionId(section, index)}
                role="option"
                aria-label={entry.name}
                aria-selected={chosen.value === optionId(section, index)}
                title={entry.shortcodes[0] === undefined ? entry.name : `:${entry.shortcodes[0]}:`}
                data-emoji={emojis.inTone(entry)}
              >
                {emojis.inTone(entry)}
              </span>
            ))}
          </div>
        ))}
      </div>
      <p class="emoji-none" role="status">
        {book.value === 'failed' ? lateWords.emojiFailed : sections[0]?.entries.length === 0 ? lateWords.noEmoji : ''}
      </p>
      <fieldset class="emoji-tones">
        <legend class="visually-hidden">{lateWords.skinTone}</legend>
        {TONES.map((tone) => (
          <label key={tone} title={lateWords.skinTones[tone]}>
            <input
              type="radio"
              name={`${id}-tone`}
              aria-label={lateWords.skinTones[tone]}
              checked={emojis.tone.value === tone}
              onChange={() => (emojis.tone.value = tone)}
            />
            <span aria-hidden="true">{toned(HAND, tone)}</span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}

/** The option below or above, as it is laid out: the last row of a group may be short. */
function besides(all: readonly HTMLElement[], at: number, step: 1 | -1): HTMLElement {
  const from = all[at]!;
  let best = from;
  for (let index = at + step; index >= 0 && index < all.length; index += step) {
    const option = all[index]!;
    if (option.offsetTop === from.offsetTop) continue;
    if (best !== from && option.offsetTop !== best.offsetTop) break;
    const isNearer = Math.abs(option.offsetLeft - from.offsetLeft) < Math.abs(best.offsetLeft - from.offsetLeft);
    if (best === from || isNearer) best = option;
  }
  return best;
}
