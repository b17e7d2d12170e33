import type { DatabaseSync } from 'node:sqlite';
import type { AccountRow } from '../rows.ts';
import { LOBBY_ID } from '../lobby.ts';
import type { Transaction } from '../store.ts';
import type { KnownRows } from './known-rows.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

type Methods =
  | 'account'
  | 'accountByLoginKey'
  | 'createAccount'
  | 'setPassword'
  | 'setDisplayName'
  | 'setAccountSettings'
  | 'setServerRole'
  | 'setDisabled';
type NewAccount = Parameters<Transaction['createAccount']>[0];

export function ledgerAccounts(database: DatabaseSync, known: KnownRows): Synchronous<Pick<Transaction, Methods>> {
  const statements = prepareStatements(database);

  return {
    account: (id) => known.account(id),

    accountByLoginKey(loginKey) {
      const found = statements.idByLoginKey.get({ loginKey });
      return found && known.account(found.id);
    },

    createAccount(account) {
      if (statements.taken.get(account)) return 'taken';
      statements.insert.run(account);
      welcomeToLobby(account, known);
      return 'created';
    },

    setPassword(account, passwordHash) {
      known.changeAccount({ ...known.existingAccount(account), passwordHash });
    },

    setDisplayName(account, { name, nameKey, skeleton }) {
      const row = known.existingAccount(account);
      if (statements.taken.all({ loginKey: nameKey, skeleton }).some(({ id }) => id !== account)) return 'taken';
      statements.setNameSkeleton.run({ account, skeleton });
      known.changeAccount({ ...row, name });
      return 'set';
    },

    setAccountSettings(account, settings) {
      known.changeAccount({ ...known.existingAccount(account), settings });
    },

    setServerRole(account, role) {
      known.changeAccount({ ...known.existingAccount(account), role });
    },

    setDisabled(account, disabled) {
      known.changeAccount({ ...known.existingAccount(account), disabled });
    },
  };
}

/** What was said before somebody came is not unread for them. */
function welcomeToLobby(account: NewAccount, known: KnownRows): void {
  const lobby = known.existingRoom(LOBBY_ID);
  known.setMark(account.id, LOBBY_ID, lobby.n);
  if (account.kind === 'person') known.changeRoom({ ...lobby, members: lobby.members + 1 });
}

function prepareStatements(database: DatabaseSync) {
  return {
    idByLoginKey: prepare(database, (p: Pick<AccountRow, 'loginKey'>) =>
      query.selectFrom('accounts').select('id').where('login_key', '=', p.loginKey),
    ),
    taken: prepare(database, (p: Pick<NewAccount, 'loginKey' | 'skeleton'>) =>
      query
        .selectFrom('accounts')
        .select('id')
        .where((where) =>
          where.or([
            where('login_key', '=', p.loginKey),
            where('skeleton', '=', p.skeleton),
            where('name_skeleton', '=', p.skeleton),
          ]),
        ),
    ),
    setNameSkeleton: prepare(database, (p: { account: string; skeleton: string }) =>
      query.updateTable('accounts').set({ name_skeleton: p.skeleton }).where('id', '=', p.account),
    ),
    insert: prepare(database, (p: NewAccount) =>
      query.insertInto('accounts').values({
        id: p.id,
        kind: p.kind,
        role: p.role,
        login: p.login,
        login_key: p.loginKey,
        skeleton: p.skeleton,
        name: p.name,
        name_skeleton: p.skeleton,
        password_hash: p.passwordHash,
        disabled: 0,
        created_at: p.createdAt,
        seq: 0,
      }),
    ),
  };
}
