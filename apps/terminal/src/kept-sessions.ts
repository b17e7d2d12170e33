import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** A session that is kept on this machine: whoever has its cookie is that person. */
export interface KeptSession {
  /** The server's origin. */
  readonly server: string;
  /** As it was typed to log in. */
  readonly user: string;
  readonly cookie: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The sessions of this machine's user, in one file that nobody else can read; the one used last comes first. */
export class KeptSessions {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Where programs keep such things on this system. */
  static ofUser(env: Environment): KeptSessions {
    const folder = env['XDG_CONFIG_HOME'] || env['APPDATA'] || join(homedir(), '.config');
    return new KeptSessions(join(folder, 'skein', 'sessions.json'));
  }

  find(server: string, user: string | undefined): KeptSession | undefined {
    return this.#read().find((kept) => kept.server === server && (user === undefined || isSame(kept.user, user)));
  }

  keep(session: KeptSession): void {
    this.#write([session, ...this.#without(session)]);
  }

  forget(session: Pick<KeptSession, 'server' | 'user'>): void {
    this.#write(this.#without(session));
  }

  #without({ server, user }: Pick<KeptSession, 'server' | 'user'>): KeptSession[] {
    return this.#read().filter((kept) => kept.server !== server || !isSame(kept.user, user));
  }

  #read(): KeptSession[] {
    try {
      const kept: unknown = JSON.parse(readFileSync(this.#file, 'utf8'));
      return Array.isArray(kept) ? kept.filter(isKeptSession) : [];
    } catch {
      // Not there yet, or not ours any more: then everybody logs in again.
      return [];
    }
  }

  #write(sessions: readonly KeptSession[]): void {
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    const unfinished = `${this.#file}.${process.pid}.part`;
    writeFileSync(unfinished, `${JSON.stringify(sessions, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(unfinished, this.#file);
  }
}

function isSame(user: string, other: string): boolean {
  return user.toLowerCase() === other.toLowerCase();
}

function isKeptSession(value: unknown): value is KeptSession {
  const { server, user, cookie } = (value ?? {}) as Partial<Record<keyof KeptSession, unknown>>;
  return typeof server === 'string' && typeof user === 'string' && typeof cookie === 'string';
}
