import { words } from '../../words/words.ts';
import './keys.css';

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

/** Keys as they are labelled, such as Ctrl K. @param keys as in the table of shortcuts */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <kbd class="keys">
      {keys.split('+').map((key) => (
        <kbd key={key}>{key === 'Mod' && isApple ? '⌘' : (words.keyNames[key] ?? key.toUpperCase())}</kbd>
      ))}
    </kbd>
  );
}
