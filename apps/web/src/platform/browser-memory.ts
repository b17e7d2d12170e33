import type { Memory } from '../models/memory.ts';

/** What the page remembers, in `localStorage` where that is allowed. */
export const browserMemory: Memory = {
  read(key) {
    try {
      return localStorage.getItem(`skein.${key}`) ?? undefined;
    } catch {
      return undefined;
    }
  },
  write(key, value) {
    try {
      if (value === undefined) localStorage.removeItem(`skein.${key}`);
      else localStorage.setItem(`skein.${key}`, value);
    } catch {
      // Nothing may be kept; the page works without.
    }
  },
  follow(key, listener) {
    // Without a key everything was taken away.
    const hear = (event: StorageEvent): void => {
      if (event.key === null || event.key === `skein.${key}`) listener();
    };
    addEventListener('storage', hear);
    return () => removeEventListener('storage', hear);
  },
};
