import { request, type Agent } from 'node:https';
import type { PushPayload } from '@skein/protocol/push';
import webPush from 'web-push';
import type { PushKeys, Subscription } from './push-file.ts';
import { isPublicHost } from './public-lookup.ts';

const TIMEOUT_MS = 10_000;
/** How long a push service keeps a message for a device that is off. */
const TTL_SECONDS = 24 * 60 * 60;

/** What a browser maker's push service said of a message. */
export type Delivery =
  | { readonly kind: 'taken' }
  /** Nobody is there any more. */
  | { readonly kind: 'gone' }
  /** It will not take this one, now or later. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'later'; readonly why: string; readonly retryAfterMs: number | undefined };

export type Deliver = (subscription: Subscription, payload: PushPayload, topic: string) => Promise<Delivery>;

export interface PushServiceOptions {
  readonly keys: PushKeys;
  /** Who runs the server, for the push service: a URL or `mailto:` (RFC 8292). */
  readonly contact: string;
  /** Decides which addresses may be connected to. */
  readonly agent: Agent;
  readonly timeoutMs?: number;
}

/** Sends messages to push services, encrypted for the device (RFC 8030, 8188, 8291). */
export function pushService({ keys, contact, agent, timeoutMs = TIMEOUT_MS }: PushServiceOptions): Deliver {
  const vapidDetails = { subject: contact, ...keys };
  return (subscription, payload, topic) => {
    const { hostname } = new URL(subscription.endpoint);
    if (!isPublicHost(hostname) && agent.options.lookup) {
      return Promise.resolve({ kind: 'refused', why: 'it is an address of a network of our own' });
    }
    // A message with the topic of one that waits takes its place: whoever was away is told the newest, once.
    const options = { vapidDetails, topic, TTL: TTL_SECONDS, urgency: 'high' } as const;
    const { method, headers, body, endpoint } = webPush.generateRequestDetails(
      subscription,
      JSON.stringify(payload),
      options,
    );
    return new Promise((resolve) => {
      const later = (why: string): void => resolve({ kind: 'later', why, retryAfterMs: undefined });
      const asked = request(endpoint, {
        method,
        headers,
        agent,
        // Of all of it: whoever answers a byte at a time holds up the others no longer either.
        signal: AbortSignal.timeout(timeoutMs),
      });
      asked.on('response', (response) => {
        response.resume();
        resolve(deliveryOf(response.statusCode ?? 0, response.headers['retry-after']));
      });
      asked.on('error', (error) => later(error.message));
      asked.end(body);
    });
  };
}

function deliveryOf(status: number, retryAfter: string | undefined): Delivery {
  if (status >= 200 && status < 300) return { kind: 'taken' };
  if (status === 404 || status === 410) return { kind: 'gone' };
  if (status !== 429 && status < 500) return { kind: 'refused', why: `HTTP ${status}` };
  const seconds = Number(retryAfter);
  return { kind: 'later', why: `HTTP ${status}`, retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : undefined };
}
