/** What a key does, wherever on the page it is handled. The sheet of shortcuts is made of this table. */
export interface Shortcut {
  readonly group: 'everywhere' | 'lists' | 'writing';
  /** Any of these: names of KeyboardEvent.key, with `Mod` for Ctrl (⌘ on a Mac), `Alt` and `Shift` before them. */
  readonly keys: readonly string[];
}

export const SHORTCUTS = {
  switcher: { group: 'everywhere', keys: ['Mod+k'] },
  search: { group: 'everywhere', keys: ['/', 'Mod+Shift+f'] },
  above: { group: 'everywhere', keys: ['Alt+ArrowUp'] },
  below: { group: 'everywhere', keys: ['Alt+ArrowDown'] },
  firstNew: { group: 'everywhere', keys: ['Alt+PageUp'] },
  sheet: { group: 'everywhere', keys: ['?'] },
  leave: { group: 'lists', keys: ['Escape'] },
  move: { group: 'lists', keys: ['ArrowUp', 'ArrowDown'] },
  take: { group: 'lists', keys: ['Enter'] },
  send: { group: 'writing', keys: ['Enter'] },
  line: { group: 'writing', keys: ['Shift+Enter'] },
  complete: { group: 'writing', keys: ['Tab'] },
  editLast: { group: 'writing', keys: ['ArrowUp'] },
  undo: { group: 'writing', keys: ['Escape'] },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof SHORTCUTS;

export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The shortcut of everywhere that was pressed. @param isWriting then a sign is a sign, and no shortcut */
export function shortcutOf(
  pressed: PressedKey,
  { isWriting }: { readonly isWriting: boolean },
): ShortcutId | undefined {
  const combination = combinationOf(pressed);
  if (isWriting && [...combination].length === 1) return undefined;
  const ids = Object.keys(SHORTCUTS) as ShortcutId[];
  return ids.find((id) => {
    const { group, keys }: Shortcut = SHORTCUTS[id];
    return group === 'everywhere' && keys.includes(combination);
  });
}

function combinationOf({ key, ctrlKey, metaKey, altKey, shiftKey }: PressedKey): string {
  const isSign = [...key].length === 1;
  // A sign that needs Shift on one keyboard needs none on another.
  const isShifted = shiftKey && !(isSign && !ctrlKey && !metaKey && !altKey);
  const modifiers = [ctrlKey || metaKey ? 'Mod+' : '', altKey ? 'Alt+' : '', isShifted ? 'Shift+' : ''];
  return modifiers.join('') + (isSign ? key.toLowerCase() : key);
}
