import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';

const ROWS_IN_TRANSACTION = 10_000;

export interface Filled {
  /** Some of the bodies, to search for. */
  readonly samples: readonly string[];
}

export interface FillOptions {
  readonly databaseFile: string;
  readonly rooms: readonly string[];
  readonly authors: readonly string[];
  readonly messages: number;
  readonly samples: number;
  readonly texts: { next(): string };
  readonly onProgress: (done: number) => void;
}

/** Puts messages into rooms, one after the other, in the database of a server that is not running, as if they had been posted a minute apart. */
export async function fill(options: FillOptions): Promise<Filled> {
  const { databaseFile, rooms, authors, messages, texts, onProgress } = options;
  using database = new DatabaseSync(databaseFile);
  database.exec('pragma synchronous = off');
  const insert = database.prepare(
    `insert into messages (room_id, seq, n, at, author_id, client_id, body_hash, body, from_server) values (?, ?, ?, ?, ?, ?, 'x', ?, 0)`,
  );
  const places = rooms.map((room) => {
    const { seq, n } = database.prepare('select seq, n from rooms where id = ?').get(room)!;
    return { room, seq: Number(seq), n: Number(n) };
  });
  const beganAt = Date.now() - messages * 60_000;
  const samples: string[] = [];
  for (let done = 0; done < messages;) {
    database.exec('begin');
    const until = Math.min(messages, done + ROWS_IN_TRANSACTION);
    for (; done < until; done++) {
      const place = places[done % places.length]!;
      const body = texts.next();
      const at = beganAt + done * 60_000;
      const author = authors[(done * 7) % authors.length]!;
      insert.run(place.room, ++place.seq, ++place.n, at, author, `filled-${done}`, body);
      if (done % Math.ceil(messages / options.samples) === 0) samples.push(body);
    }
    for (const { room, seq, n } of places) {
      database
        .prepare('update rooms set seq = ?, n = ?, at = ? where id = ?')
        .run(seq, n, beganAt + done * 60_000, room);
    }
    database.exec('commit');
    onProgress(done);
    await nextTurn();
  }
  return { samples };
}
