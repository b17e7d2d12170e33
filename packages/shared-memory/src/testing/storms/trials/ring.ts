import { RingReader, RingWriter } from '../../../ring.ts';
import { ringLayout } from '../../../ring-layout.ts';
import { SequenceGenerator, SequenceVerifier } from '../../sequence.ts';
import type { Trial } from '../trial.ts';

// One thread reads what others write, one after another: each record is whole, and each writer's begin with the first and
// come in order, without a gap. Writers die anywhere in a record.

const layout = ringLayout(16 * 1024);
const MAX_RECORD_BYTES = 200;
const RECORDS_AT_A_TIME = 100;

export const trial: Trial<SharedArrayBuffer> = {
  name: 'ring',
  url: import.meta.url,
  survivors: 1,
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
    return place === 0 ? read(new RingReader(memory)) : write(new RingWriter(memory), threadId, random.below(2 ** 30));
  },
};

function write(writer: RingWriter, threadId: number, seed: number) {
  const generator = new SequenceGenerator(seed, MAX_RECORD_BYTES);
  let record = generator.next();
  return {
    act() {
      for (let count = 0; count < RECORDS_AT_A_TIME && writer.tryWrite(threadId, record); count++)
        record = generator.next();
    },
  };
}

function read(reader: RingReader) {
  let writerId = 0;
  let verifier = new SequenceVerifier();
  return {
    act() {
      reader.drain((kind, payload) => {
        if (kind < writerId) throw new Error(`a record of the dead writer ${kind} after one of ${writerId}`);
        if (kind > writerId) verifier = new SequenceVerifier();
        writerId = kind;
        verifier.accept(payload);
      });
    },
  };
}
