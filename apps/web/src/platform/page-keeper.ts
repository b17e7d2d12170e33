import { type ReadonlySignal, signal } from '@preact/signals-core';

/** How long a newer page may take to be fetched before the old one is loaded again all the same. */
const PATIENCE_MS = 8_000;
const LOOK_EVERY_MS = 60 * 60_000;

/** Keeps the page in this browser (service-worker/sw.ts), where the browser lets it: over HTTPS, or on this machine. */
export interface PageKeeper {
  /** A newer page is here and waits to be taken. */
  readonly hasNewer: ReadonlySignal<boolean>;
  /** Loads the page again: the newest there is. */
  reload(): Promise<void>;
}

export function keepPage(): PageKeeper {
  const hasNewer = signal(false);
  // A page in development changes by itself.
  const worker = import.meta.env.PROD && 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;
  const registered = worker && register(worker, () => (hasNewer.value = true));
  return {
    hasNewer,
    async reload() {
      const registration = await registered;
      if (registration) await Promise.race([takeNewest(registration), patience()]);
      location.reload();
    },
  };
}

/** After the first load: what is kept for next time waits for what is shown now. */
async function register(
  worker: ServiceWorkerContainer,
  onNewer: () => void,
): Promise<ServiceWorkerRegistration | undefined> {
  if (document.readyState !== 'complete') await new Promise((resolve) => addEventListener('load', resolve));
  try {
    const registration = await worker.register('/chat/sw.js', { scope: '/chat/' });
    const look = (): void => {
      // Without a page before it, the first one is not newer than anything.
      if (registration.waiting && registration.active) onNewer();
    };
    look();
    registration.addEventListener('updatefound', () => {
      const { installing } = registration;
      installing?.addEventListener('statechange', look);
    });
    setInterval(() => void registration.update().catch(() => {}), LOOK_EVERY_MS);
    return registration;
  } catch {
    // Private windows and some settings forbid it. The page works without, as long as there is a network.
    return undefined;
  }
}

async function takeNewest(registration: ServiceWorkerRegistration): Promise<void> {
  await registration.update().catch(() => {});
  const newest = registration.installing ?? registration.waiting;
  if (!newest) return;
  await stateOf(newest, ['installed', 'activated', 'redundant']);
  newest.postMessage('take over');
  await stateOf(newest, ['activated', 'redundant']);
}

async function stateOf(worker: ServiceWorker, states: readonly ServiceWorkerState[]): Promise<void> {
  while (!states.includes(worker.state)) {
    await new Promise((resolve) => worker.addEventListener('statechange', resolve, { once: true }));
  }
}

function patience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
}
