import { Dialog } from '../../design/dialog.tsx';
import { SHORTCUTS, type Shortcut, type ShortcutId } from '../../models/finding/shortcuts.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import './finding.css';
import { Keys } from './keys.tsx';

const GROUPS = ['everywhere', 'writing', 'lists'] as const satisfies readonly Shortcut['group'][];

/** Every shortcut there is, from the one table of them. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const ids = Object.keys(SHORTCUTS) as ShortcutId[];
  return (
    <Dialog title={words.shortcutsTitle} onClose={onClose}>
      {GROUPS.map((group) => (
        <section key={group} class="shortcuts">
          <h3>{lateWords.shortcutGroups[group]}</h3>
          <dl>
            {ids
              .filter((id) => SHORTCUTS[id].group === group)
              .map((id) => (
                <div key={id}>
                  <dt>{words.shortcuts[id]}</dt>
                  <dd>
                    {SHORTCUTS[id].keys.map((keys) => (
                      <Keys key={keys} keys={keys} />
                    ))}
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
      <p class="dialog-text">{lateWords.shortcutsHint}</p>
    </Dialog>
  );
}
