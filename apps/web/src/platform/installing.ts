import { type ReadonlySignal, signal } from '@preact/signals-core';

/** What Chromium and its kin fire when a page can be installed; others leave it to their own menus. */
interface InstallPromptEvent extends Event {
  prompt(): Promise<unknown>;
}

/** Making a program of its own out of the page. */
export interface Installing {
  /** Whether the browser would ask now. */
  readonly isOffered: ReadonlySignal<boolean>;
  ask(): Promise<void>;
}

export function installingHere(): Installing {
  const offer = signal<InstallPromptEvent | undefined>(undefined);
  const isOffered = signal(false);
  offer.subscribe((event) => (isOffered.value = event !== undefined));
  addEventListener('beforeinstallprompt', (event) => {
    // The browser's own bar would come unasked.
    event.preventDefault();
    offer.value = event as InstallPromptEvent;
  });
  addEventListener('appinstalled', () => (offer.value = undefined));
  return {
    isOffered,
    async ask() {
      const event = offer.value;
      // It asks once.
      offer.value = undefined;
      await event?.prompt();
    },
  };
}
