import { usePage } from '../../page.ts';
import { words } from '../../words/words.ts';

/** Where the browser can make a program of the page. */
export function InstallItem({ onChosen }: { readonly onChosen: () => void }) {
  const { installing } = usePage();
  if (!installing.isOffered.value) return null;
  const install = (): void => {
    onChosen();
    void installing.ask();
  };
  return (
    <div class="account-section">
      <button type="button" class="account-item" onClick={install}>
        {words.install}
      </button>
    </div>
  );
}
