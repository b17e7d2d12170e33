import { type Signal, effect, signal } from '@preact/signals-core';
import type { Memory } from '../models/memory.ts';

export type Theme = 'system' | 'light' | 'dark';

/** The chosen theme: kept, and put on the page. public/theme.js does the same before the first paint. */
export function themeSignal(memory: Memory): Signal<Theme> {
  const kept = memory.read('theme');
  const theme = signal<Theme>(kept === 'light' || kept === 'dark' ? kept : 'system');
  effect(() => {
    const chosen = theme.value === 'system' ? undefined : theme.value;
    memory.write('theme', chosen);
    if (chosen) document.documentElement.dataset['theme'] = chosen;
    else delete document.documentElement.dataset['theme'];
    colourBrowser(chosen);
  });
  return theme;
}

/** The browser's own bars follow the ground of the page. */
function colourBrowser(chosen: 'light' | 'dark' | undefined): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const scheme = meta.media.includes('dark') ? 'dark' : 'light';
    meta.content = GROUND[chosen ?? scheme];
  }
}

const GROUND = { light: '#f3efe7', dark: '#14161d' } as const;
