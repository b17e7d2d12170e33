import { usePage } from '../../page.ts';
import type { Theme } from '../../platform/theme.ts';
import { words } from '../../words/words.ts';

export function ThemeChoice() {
  const { theme } = usePage();
  return (
    <fieldset class="theme-choice">
      <legend class="account-title">{words.theme}</legend>
      <div class="theme-options">
        {(Object.keys(words.themes) as Theme[]).map((option) => (
          <label key={option}>
            <input type="radio" name="theme" checked={theme.value === option} onChange={() => (theme.value = option)} />
            {words.themes[option]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
