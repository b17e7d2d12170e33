import type { Migration } from 'kysely/migration';
import * as firstTables from './0001-first-tables.ts';
import * as accountsSettings from './0006-accounts-settings.ts';
import * as roomFacts from './0010-room-facts.ts';
import * as messageChanges from './0002-message-changes.ts';
import * as roomSettings from './0003-room-settings.ts';
import * as files from './0004-files.ts';
import * as replies from './0005-replies.ts';
import * as tags from './0007-tags.ts';
import * as mentions from './0008-mentions.ts';
import * as savedMessages from './0009-saved-messages.ts';
import * as retention from './0011-retention.ts';
import * as unreadFrom from './0012-unread-from.ts';
import * as bans from './0013-bans.ts';

export type Migrations = Readonly<Record<string, Migration>>;

/** Every migration by its name, whose number gives the order. A name that was released never changes. */
export const MIGRATIONS: Migrations = {
  '0001-first-tables': firstTables,
  '0002-message-changes': messageChanges,
  '0003-room-settings': roomSettings,
  '0004-files': files,
  '0005-replies': replies,
  '0006-accounts-settings': accountsSettings,
  '0007-tags': tags,
  '0008-mentions': mentions,
  '0009-saved-messages': savedMessages,
  '0010-room-facts': roomFacts,
  '0011-retention': retention,
  '0012-unread-from': unreadFrom,
  '0013-bans': bans,
};
