import type { AccountSettings, AccountView } from '@skein/protocol/accounts';
import type { Profile } from '@skein/protocol/people';
import type { AccountRow } from '../storage/rows.ts';

/** An account as it sees itself. */
export function accountViewOf(
  account: Pick<AccountRow, 'id' | 'kind' | 'role' | 'login' | 'name' | 'settings'>,
): AccountView {
  const { id, kind, role, login, name, settings } = account;
  return { id, kind, role, login, name, ...settings };
}

/** What of an account's settings everybody may see. */
export function profileOf({ picture, status, timeZone, quietUntil, quietHours }: AccountSettings): Profile {
  return {
    ...(picture !== undefined && { picture }),
    ...(status && { status }),
    ...(timeZone !== undefined && { timeZone }),
    ...(quietUntil !== undefined && { quietUntil }),
    ...(quietHours && { quietHours }),
  };
}
