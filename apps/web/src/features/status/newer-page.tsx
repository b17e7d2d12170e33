import { useSignal } from '@preact/signals';
import { usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
import './status.css';

/** Offers a newer version of the page, and forces nobody: what is being read or written stays as it is. */
export function NewerPage() {
  const { keeper } = usePage();
  const isPutOff = useSignal(false);
  return (
    <div class="newer-page" role="status">
      {keeper.hasNewer.value && !isPutOff.value && (
        <p class="connection-pill">
          <span>{words.newerPage}</span>
          <button type="button" class="connection-now" onClick={() => void keeper.reload()}>
            {words.takeNewerPage}
          </button>
          <button type="button" class="newer-later" onClick={() => (isPutOff.value = true)}>
            {words.later}
          </button>
        </p>
      )}
    </div>
  );
}
