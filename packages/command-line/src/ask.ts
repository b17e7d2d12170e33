import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Mistake } from './mistake.ts';

/** Asks the person at the terminal. */
export interface Asker {
  ask(question: string): Promise<string>;
  /** What is typed is not shown. */
  askSecretly(question: string): Promise<string>;
}

export interface AskerStreams {
  readonly input: NodeJS.ReadStream;
  readonly output: Writable;
}

export function askerOn({ input, output }: AskerStreams): Asker {
  return {
    ask: (question) => askOnce(input, output, question),
    askSecretly: async (question) => {
      // The terminal stops echoing with the first step of this: only then may somebody be asked to type.
      const answering = askOnce(input, nowhere(), '');
      output.write(question);
      const answer = await answering;
      output.write('\n');
      return answer;
    },
  };
}

/** @throws a Mistake where the person goes away instead */
async function askOnce(input: NodeJS.ReadStream, output: Writable, question: string): Promise<string> {
  const lines = createInterface({ input, output, terminal: true, historySize: 0 });
  const gone = new AbortController();
  lines.once('SIGINT', () => gone.abort()).once('close', () => gone.abort());
  try {
    return await lines.question(question, { signal: gone.signal });
  } catch {
    throw new Mistake('nothing was typed, so nobody is logged in');
  } finally {
    lines.close();
  }
}

function nowhere(): Writable {
  return new Writable({ write: (_piece, _encoding, done) => done() });
}
