import type { PushPayload } from '@skein/protocol/push';
import { roomHash } from '../models/route.ts';
import { type NotificationData, type OpenRoom, showMessage, withdraw } from './notifications.ts';

/** Shows what the server pushes, unless somebody is looking at the page, and opens the room when it is clicked. */
export function listenToPushes(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event) => {
    const payload = readPayload(event.data);
    if (payload)
      event.waitUntil(payload.t === 'read' ? withdraw(worker.registration, payload.room) : tell(worker, payload));
  });
  worker.addEventListener('notificationclick', (event) => {
    event.notification.close();
    event.waitUntil(open(worker, (event.notification.data as NotificationData).room));
  });
}

async function tell(worker: ServiceWorkerGlobalScope, payload: Exclude<PushPayload, { t: 'read' }>): Promise<void> {
  const pages = await worker.clients.matchAll({ type: 'window' });
  if (!pages.some((page) => page.focused))
    await showMessage(
      worker.registration,
      payload.t === 'message' ? payload : { ...payload, text: undefined, more: 0, message: undefined },
    );
}

async function open(worker: ServiceWorkerGlobalScope, room: string): Promise<void> {
  const [page] = await worker.clients.matchAll({ type: 'window' });
  if (!page) return void (await worker.clients.openWindow(`/chat/${roomHash(room)}`));
  page.postMessage({ open: room } satisfies OpenRoom);
  await page.focus();
}

/** Of a later version of the server it may be anything. */
function readPayload(data: PushMessageData | null): PushPayload | undefined {
  try {
    const payload = data?.json() as PushPayload | undefined;
    return payload && ['message', 'invited', 'read'].includes(payload.t) ? payload : undefined;
  } catch {
    return undefined;
  }
}
