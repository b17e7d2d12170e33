import { closeSync, openSync } from 'node:fs';

/** For the account that runs the server alone. SQLite gives its log and its index the permissions of the database. */
export function createPrivately(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
}
