import { useComputed } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Name } from '../../design/name.tsx';
import { Picture } from '../people/picture.tsx';
import type { Completer } from '../../models/writing/completer.ts';
import { words } from '../../words/words.ts';
import './completion-list.css';

interface CompletionListProps {
  readonly id: string;
  readonly completer: Completer;
  readonly onTake: (index: number) => void;
}

/** What may be meant by what is being written, above it; or below it where there is no room above. */
export function CompletionList({ id, completer, onTake }: CompletionListProps) {
  const ref = useRef<HTMLUListElement>(null);
  const options = completer.options.value;
  const chosen = useComputed(() => completer.chosen.value).value;
  useLayoutEffect(() => {
    const list = ref.current!;
    const frame = list.parentElement!.getBoundingClientRect();
    const around = list.closest('.timeline')?.getBoundingClientRect();
    list.dataset['side'] = frame.top - (around?.top ?? 0) < list.offsetHeight + 8 ? 'below' : 'above';
    list.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [options, chosen]);
  return (
    <ul ref={ref} id={id} class="completions" role="listbox" aria-label={words.completions}>
      {options.map(({ key, sign, person, label, about }, index) => (
        <li
          key={key}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          // Pressing must not take the focus from the text.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(index)}
        >
          {sign !== undefined && (
            <span class="completion-sign" aria-hidden="true">
              {sign}
            </span>
          )}
          {person && <Picture person={person} size="small" />}
          <Name>{label}</Name>
          {about !== undefined && <span class="completion-about ellipsis">{about}</span>}
        </li>
      ))}
    </ul>
  );
}
