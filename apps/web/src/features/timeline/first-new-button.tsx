import type { Timeline } from '../../models/timeline.ts';
import { words } from '../../words/words.ts';

/** Leads to where the new begins, for who came to another place. */
export function FirstNewButton({ timeline }: { readonly timeline: Timeline }) {
  if (timeline.firstNew.value === undefined || timeline.opening.value !== 'ready') return null;
  return (
    <button type="button" class="jump jump-first" onClick={() => void timeline.goToFirstNew()}>
      {words.toFirstNew}
    </button>
  );
}
