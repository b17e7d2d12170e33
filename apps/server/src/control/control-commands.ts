import { z } from 'zod';
import { serverRoleSchema } from '@skein/protocol/accounts';
import type { CommandOf } from '../ledger/commands.ts';

export type ControlKind = 'add-account' | 'set-password' | 'set-disabled' | 'set-role';
export type ControlCommand = { [K in ControlKind]: CommandOf<K> }[ControlKind];

/** What a command in another process may ask of a running server: commands of the ledger that no client has. */
export const controlCommandSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('add-account'),
    account: z.object({ login: z.string(), loginKey: z.string(), skeleton: z.string(), passwordHash: z.string() }),
    role: serverRoleSchema,
  }),
  z.object({ kind: z.literal('set-password'), loginKey: z.string(), passwordHash: z.string() }),
  z.object({ kind: z.literal('set-disabled'), loginKey: z.string(), disabled: z.boolean() }),
  z.object({ kind: z.literal('set-role'), loginKey: z.string(), role: serverRoleSchema }),
]) satisfies z.ZodType<ControlCommand>;

/** One line up, one line down: then the connection is over. */
export const controlRequestSchema = z.object({ key: z.string(), command: controlCommandSchema });
export type ControlRequest = z.infer<typeof controlRequestSchema>;

/** The file in the data folder that says where a running server listens, and the key that proves that one could read it. */
export const CONTROL_FILE = 'control.json';
export const controlFileSchema = z.object({ address: z.string(), key: z.string() });
