import type { Migration } from 'kysely/migration';

/** What brings each migration, by its name; what is done already is never loaded. */
export type Migrations = Readonly<Record<string, () => Promise<Migration>>>;

/** Every migration by its name, whose number gives the order. A name that was released never changes. */
export const MIGRATIONS: Migrations = {
  '0001-first-tables': () => import('./0001-first-tables.ts'),
  '0002-message-changes': () => import('./0002-message-changes.ts'),
  '0003-room-settings': () => import('./0003-room-settings.ts'),
  '0004-files': () => import('./0004-files.ts'),
  '0005-replies': () => import('./0005-replies.ts'),
  '0006-accounts-settings': () => import('./0006-accounts-settings.ts'),
  '0007-tags': () => import('./0007-tags.ts'),
  '0008-mentions': () => import('./0008-mentions.ts'),
  '0009-saved-messages': () => import('./0009-saved-messages.ts'),
  '0010-room-facts': () => import('./0010-room-facts.ts'),
  '0011-retention': () => import('./0011-retention.ts'),
  '0012-unread-from': () => import('./0012-unread-from.ts'),
  '0013-bans': () => import('./0013-bans.ts'),
  '0014-pictures': () => import('./0014-pictures.ts'),
  '0015-late-mentions': () => import('./0015-late-mentions.ts'),
  '0016-telling-edits': () => import('./0016-telling-edits.ts'),
};
