interface ComboboxKeys {
  readonly move: (step: number) => void;
  readonly take: () => void;
}

/** What arrows and Enter do in an input above a list. @returns whether the key was one of them */
export function pressedInCombobox(event: KeyboardEvent, { move, take }: ComboboxKeys): boolean {
  // An input method is writing: its Enter takes a word of its own.
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return false;
  if (event.key === 'ArrowDown') move(1);
  else if (event.key === 'ArrowUp') move(-1);
  else if (event.key === 'Enter') take();
  else return false;
  event.preventDefault();
  return true;
}
