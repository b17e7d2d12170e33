import { z } from 'zod';
import { Mistake } from '@skein/command-line/mistake';

// A backup is a tar archive, so that whoever has lost everything else can still open it:
//
//     skein-backup.json   what it is, first
//     skein.db, push.db   the databases, each as of one moment
//     secrets.json, …     everything else that lasts, each file under its path in the data folder
//     SHA256SUMS          of all before it, last: what has none at its end was cut short

export const HEAD_NAME = 'skein-backup.json';
export const DATABASE_NAME = 'skein.db';
export const SUMS_NAME = 'SHA256SUMS';

const FORMAT = 1;

export const headSchema = z.object({
  format: z.number().int(),
  /** The version that made it. */
  skein: z.string(),
  madeAt: z.iso.datetime(),
});
export type Head = z.infer<typeof headSchema>;

export function makeHead(skein: string, now: number): Head {
  return { format: FORMAT, skein, madeAt: new Date(now).toISOString() };
}

/** @throws a Mistake where it is none, or of a format that is not known here */
export function readHead(file: string, text: string): Head {
  const head = headSchema.safeParse(parseJson(text)).data;
  if (!head) throw noBackup(file);
  if (head.format > FORMAT) {
    throw new Mistake(`${file} was made by Skein ${head.skein}, which is newer: restore it with that version`);
  }
  return head;
}

export function noBackup(file: string): Mistake {
  return new Mistake(`${file} is no backup of Skein's: name a file that skein backup has written`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As `sha256sum -c` reads it. */
export function sumsText(sums: ReadonlyMap<string, string>): string {
  return [...sums].map(([name, sum]) => `${sum}  ${name}\n`).join('');
}
