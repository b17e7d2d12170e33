import { z } from 'zod';
import { idSchema } from './ids.ts';

/** What everybody may know of an account. */
export const personSchema = z.object({ id: idSchema, name: z.string() });
export type Person = z.infer<typeof personSchema>;
