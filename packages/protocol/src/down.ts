import { z } from 'zod';
import {
  accountChangedSchema,
  accountSnapshotSchema,
  enteredSchema,
  exitedSchema,
  mentionedSchema,
  preferencesChangedSchema,
  readMovedSchema,
  repliesReadSchema,
  unmentionedSchema,
} from './accounts.ts';
import { byeSchema, errorSchema, pongSchema, welcomeSchema } from './connection.ts';
import { ackSchema, refusedSchema } from './posting.ts';
import { hereSchema, onlineSchema, presenceSchema, typingDownSchema } from './presence.ts';
import {
  createdSchema,
  deletedSchema,
  editedSchema,
  joinedSchema,
  leftSchema,
  liveSchema,
  messageSchema,
  profileChangedSchema,
  pinnedSchema,
  reactedSchema,
  resetSchema,
  settingsSchema,
  unpinnedSchema,
  unreactedSchema,
} from './rooms.ts';

/** Everything a server can send. */
export const downSchema = z.discriminatedUnion('t', [
  welcomeSchema,
  accountSnapshotSchema,
  enteredSchema,
  exitedSchema,
  readMovedSchema,
  repliesReadSchema,
  mentionedSchema,
  unmentionedSchema,
  accountChangedSchema,
  preferencesChangedSchema,
  messageSchema,
  editedSchema,
  deletedSchema,
  reactedSchema,
  unreactedSchema,
  pinnedSchema,
  unpinnedSchema,
  createdSchema,
  joinedSchema,
  leftSchema,
  settingsSchema,
  profileChangedSchema,
  resetSchema,
  liveSchema,
  ackSchema,
  refusedSchema,
  hereSchema,
  presenceSchema,
  onlineSchema,
  typingDownSchema,
  pongSchema,
  errorSchema,
  byeSchema,
]);
export type Down = z.infer<typeof downSchema>;
