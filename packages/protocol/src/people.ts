import { z } from 'zod';
import { idSchema } from './ids.ts';
import { LIMITS } from './limits.ts';
import { timeSchema } from './streams.ts';

/** What everybody may know of an account. */
export const personSchema = z.object({ id: idSchema, name: z.string() });
export type Person = z.infer<typeof personSchema>;

/** What somebody says of their present state. After `until` it counts no more, and clients do not show it. */
export const statusSchema = z.object({
  emoji: z.string().max(LIMITS.statusEmojiLength),
  text: z.string().max(LIMITS.statusLength),
  until: timeSchema.optional(),
});
export type Status = z.infer<typeof statusSchema>;

/** By the clock of the account's time zone, in minutes since midnight; over midnight where `from` is the later one. */
const minuteSchema = z
  .number()
  .int()
  .min(0)
  .max(24 * 60 - 1);
export const quietHoursSchema = z.object({ from: minuteSchema, to: minuteSchema });
export type QuietHours = z.infer<typeof quietHoursSchema>;

/** What somebody tells everybody of themselves besides their name. */
export const profileSchema = z.object({
  /** The file that is their picture, as F8 has it. */
  picture: idSchema.optional(),
  status: statusSchema.optional(),
  /** A name of the IANA database, such as Europe/Berlin. */
  timeZone: z.string().max(64).optional(),
  /** Do not disturb: until then, and in these hours of every day, nothing is notified. */
  quietUntil: timeSchema.optional(),
  quietHours: quietHoursSchema.optional(),
});
export type Profile = z.infer<typeof profileSchema>;
