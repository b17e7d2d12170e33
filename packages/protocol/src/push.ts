import { z } from 'zod';

/** What a browser's `PushSubscription` says: where its push service takes messages, and the keys they are encrypted with. */
export const pushSubscriptionSchema = z.object({
  endpoint: z.url({ protocol: /^https$/ }).max(2_048),
  keys: z.object({
    p256dh: z.string().regex(/^[0-9A-Za-z_-]{80,100}=?$/),
    auth: z.string().regex(/^[0-9A-Za-z_-]{20,30}={0,2}$/),
  }),
});
export type PushSubscriptionView = z.infer<typeof pushSubscriptionSchema>;

/** GET /api/push: the key that a browser subscribes with (VAPID, RFC 8292). */
export const pushKeySchema = z.object({ key: z.string() });

/** PUT /api/push with a subscription: this session's device is told from now on. DELETE /api/push with its endpoint: no more. */
export const forgetPushSchema = pushSubscriptionSchema.pick({ endpoint: true });

/** What a push message carries, encrypted for one device. */
export type PushPayload =
  /** The newest message of a room that this account has not read, and how many there are besides. */
  | {
      readonly t: 'message';
      readonly room: string;
      readonly title: string;
      readonly by: string;
      readonly text: string;
      readonly more: number;
      /** Of the event that tells it: the message's, or that of an edit which mentions the account in it. */
      readonly seq: number;
      /** The message's seq. */
      readonly message: number;
    }
  /** `by` has brought this account into a room that it has not opened since. */
  | {
      readonly t: 'invited';
      readonly room: string;
      readonly title: string;
      readonly by: string;
      readonly seq: number;
    }
  /** The room was read elsewhere, or what was told of it is deleted: what is shown of it has had its time. */
  | { readonly t: 'read'; readonly room: string };
