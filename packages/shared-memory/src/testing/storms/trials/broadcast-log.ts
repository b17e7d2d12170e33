import { BroadcastReader, BroadcastWriter } from '../../../broadcast-log.ts';
import { broadcastLogLayout } from '../../../broadcast-log-layout.ts';
import type { SeededRandom } from '../../seeded-random.ts';
import { SequenceGenerator, SequenceVerifier } from '../../sequence.ts';
import type { Party, Trial } from '../trial.ts';

// Two threads read what others write, one after another. The first reads all the time, the second only when it is about to be
// lapped, and sometimes too late. A record is whole, and in order after those before; where some are missing the reader was told.

const CAPACITY = 16 * 1024;
const layout = broadcastLogLayout(CAPACITY);
const MAX_RECORD_BYTES = 200;
const RECORDS_AT_A_TIME = 20;

const PLACES = { eager: 0, late: 1, writer: 2 } as const;

export const trial: Trial<SharedArrayBuffer> = {
  name: 'broadcast log',
  url: import.meta.url,
  survivors: PLACES.writer,
  isLockless: true,

  begin() {
    return {
      memory: new SharedArrayBuffer(layout.byteLength),
      threadExited: () => undefined,
      verify: () => undefined,
    };
  },

  join(buffer, { threadId, place, random }) {
    const memory = layout.view(buffer);
    if (place === PLACES.writer) return write(new BroadcastWriter(memory), threadId, random);
    return read(new BroadcastReader(memory, { interest: -1 }), place === PLACES.eager ? 0 : (CAPACITY * 3) / 4);
  },
};

function write(writer: BroadcastWriter, threadId: number, random: SeededRandom): Party {
  const generator = new SequenceGenerator(random.below(2 ** 30), MAX_RECORD_BYTES);
  return {
    act() {
      for (let count = 0; count < RECORDS_AT_A_TIME; count++) {
        writer.append(threadId, -1, generator.next());
        if (random.below(4) === 0) writer.publish();
      }
    },
  };
}

function read(reader: BroadcastReader, leastLagBytes: number): Party {
  let writerId = 0;
  let verifier = new SequenceVerifier();
  let wasLapped = false;
  return {
    act() {
      if (reader.lagBytes <= leastLagBytes) return;
      const result = reader.read((kind, payload) => {
        if (kind < writerId) throw new Error(`a record of the dead writer ${kind} after one of ${writerId}`);
        if (kind > writerId) verifier = new SequenceVerifier();
        writerId = kind;
        if (wasLapped) verifier.acceptLater(payload);
        else verifier.accept(payload);
        wasLapped = false;
      });
      wasLapped ||= result.state === 'lapped';
    },
  };
}
