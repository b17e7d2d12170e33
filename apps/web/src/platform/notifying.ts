import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { RestClient } from '@skein/client/rest-client';
import type { Memory } from '../models/memory.ts';
import type { Notifier, Telling } from '../models/notifier.ts';

/** Needed by who has turned notifications on. */
const notifications = () => import('../service-worker/notifications.ts');

/**
 * Whether this device tells of messages: `push` also while the page is closed, `page` while it is open and nobody looks;
 * `denied`, `insecure` and `impossible` are the browser's.
 */
export type Standing = 'off' | 'push' | 'page' | 'denied' | 'insecure' | 'impossible';

export interface Notifying extends Notifier {
  readonly standing: ReadonlySignal<Standing>;
  /** The last change did not come about. */
  readonly hasFailed: ReadonlySignal<boolean>;
  /** Asks the person, where the browser wants that. */
  turnOn(): Promise<void>;
  turnOff(): Promise<void>;
  /** Somebody is logged in: what they chose here before counts again. */
  begin(): Promise<void>;
}

type PushCalls = Pick<RestClient, 'pushKey' | 'subscribeToPush' | 'forgetPush'>;

export function notifyingHere(rest: PushCalls, memory: Memory): Notifying {
  const standing = signal<Standing>(firstStanding());
  const hasFailed = signal(false);

  async function subscribe(): Promise<Standing> {
    const registration = await navigator.serviceWorker.ready;
    try {
      const subscription = await subscribeAt(registration, rest);
      return subscription ? 'push' : 'page';
    } catch {
      // The browser's own push service is not to be had: switched off, or without a network of its own.
      return 'page';
    }
  }

  async function turnOn(): Promise<void> {
    hasFailed.value = false;
    const permission = await Notification.requestPermission();
    if (permission === 'denied') standing.value = 'denied';
    if (permission !== 'granted') return;
    standing.value = await subscribe();
    memory.write('notifications', 'on');
  }

  return {
    standing,
    hasFailed,
    turnOn,
    async turnOff() {
      memory.write('notifications', undefined);
      standing.value = 'off';
      const registration = await navigator.serviceWorker.getRegistration('/chat/');
      const subscription = await registration?.pushManager?.getSubscription();
      if (!subscription) return;
      const forgotten = await rest.forgetPush(subscription.endpoint);
      // Without the subscription the push service itself tells the server that nobody is there.
      await subscription.unsubscribe();
      hasFailed.value = !forgotten.ok;
    },
    async begin() {
      if (memory.read('notifications') !== 'on' || standing.value === 'insecure' || standing.value === 'impossible')
        return;
      if (Notification.permission === 'granted') standing.value = await subscribe();
    },
    async tell(telling: Telling) {
      if (standing.value !== 'page') return;
      const { showMessage } = await notifications();
      await showMessage(await navigator.serviceWorker.ready, telling);
    },
    async withdraw(room, message) {
      if (standing.value === 'off' || !('serviceWorker' in navigator)) return;
      const { withdraw } = await notifications();
      const registration = await navigator.serviceWorker.getRegistration('/chat/');
      if (registration) await withdraw(registration, room, message);
    },
  };
}

function firstStanding(): Standing {
  if (!isSecureContext) return 'insecure';
  if (!('serviceWorker' in navigator) || !('Notification' in globalThis)) return 'impossible';
  return Notification.permission === 'denied' ? 'denied' : 'off';
}

/** @returns undefined where the server does not take it */
async function subscribeAt(
  registration: ServiceWorkerRegistration,
  rest: PushCalls,
): Promise<PushSubscription | undefined> {
  if (!('pushManager' in registration)) return undefined;
  const key = await rest.pushKey();
  if (!key.ok) return undefined;
  const applicationServerKey = bytesOf(key.value.key);
  const known = await registration.pushManager.getSubscription();
  // Made for other keys, as of a server that was set up anew, it would be refused.
  if (known && !isSame(known.options.applicationServerKey, applicationServerKey)) await known.unsubscribe();
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  const { endpoint, keys = {} } = subscription.toJSON();
  const { p256dh = '', auth = '' } = keys;
  const taken = await rest.subscribeToPush({ endpoint: endpoint ?? '', keys: { p256dh, auth } });
  return taken.ok ? subscription : undefined;
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function isSame(left: ArrayBuffer | null, right: Uint8Array): boolean {
  const bytes = new Uint8Array(left ?? new ArrayBuffer());
  return bytes.length === right.length && bytes.every((byte, index) => byte === right[index]);
}
