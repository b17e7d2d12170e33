import { z } from 'zod';
import { idSchema } from './ids.ts';
import { LIMITS } from './limits.ts';
import { personSchema } from './people.ts';

/** Up: which room is on this client's screen. Presence and typing are sent for this one alone. */
export const viewSchema = z.object({ t: z.literal('view'), room: idSchema.nullable() });
/** Up: whose presence this client wants to know besides that of the room on screen, in place of what it asked for before. */
export const watchSchema = z.object({ t: z.literal('watch'), people: z.array(idSchema).max(LIMITS.watchedPeople) });
/** Up: somebody is typing here; sent at most every 3 seconds while they do. */
export const typingUpSchema = z.object({ t: z.literal('typing'), room: idSchema });

/** In the Lobby, how many people there are: everybody is in it, and no event tells of each. */
const lobbyMembers = { members: z.number().int().nonnegative().optional() };

/** Down: who of the room's members is connected now. At most 200 are named; `count` counts all. */
export const hereSchema = z.object({
  t: z.literal('here'),
  room: idSchema,
  count: z.number().int().nonnegative(),
  people: z.array(personSchema),
  ...lobbyMembers,
});
export type Here = z.infer<typeof hereSchema>;

/** Down: what has changed since the last `here` or `presence` for this room. */
export const presenceSchema = z.object({
  t: z.literal('presence'),
  room: idSchema,
  count: z.number().int().nonnegative(),
  on: z.array(personSchema),
  off: z.array(idSchema),
  ...lobbyMembers,
});
export type Presence = z.infer<typeof presenceSchema>;

/** Down: who of those watched is connected now: all of them after `watch`, then what has changed. */
export const onlineSchema = z.object({ t: z.literal('online'), on: z.array(idSchema), off: z.array(idSchema) });
export type Online = z.infer<typeof onlineSchema>;

/** Down: somebody types in the room on screen. It holds for 5 seconds or until a message of theirs comes. */
export const typingDownSchema = z.object({ t: z.literal('typing'), room: idSchema, by: idSchema, name: z.string() });
export type TypingDown = z.infer<typeof typingDownSchema>;
