/** A system call of the traced server: where in the trace it began and was over, and what it was about. */
export interface Call {
  readonly name: string;
  /** The file's path, or what strace says of a socket. */
  readonly target: string;
  /** What was written or sent. */
  readonly data: Buffer;
  /** What it returned; undefined while it has not. */
  readonly result: number | undefined;
  /** Lines of the trace. strace writes a line when a call begins or returns, so their order is the order of things. */
  readonly beganAt: number;
  readonly endedAt: number;
}

/** strace's options so that `readTrace` understands what it writes: threads too, descriptors by name, every byte as hex. */
export const STRACE_OPTIONS = [
  ['-D', '-f', '-yy', '-xx', '-s', '1048576'],
  ['-e', 'trace=pwrite64,pwritev,pwritev2,write,writev,sendto,sendmsg,sendmmsg,fsync,fdatasync'],
  ['-e', 'signal=none'],
].flat();

const BEGUN = /^(\d+) +(\w+)\((.*?)(?: <unfinished \.\.\.>|\) += (-?\d+).*)$/s;
const RESUMED = /^(\d+) +<\.\.\. (\w+) resumed>.*\) += (-?\d+)/s;
const DESCRIPTOR = /^\d+<((?:\\x[0-9a-f]{2}|[^>])*)>/;

/**
 * Reads a trace line by line.
 * @yields each call twice where it was interrupted in the trace by other threads: as it began, and as it was over
 */
export async function* readTrace(lines: AsyncIterable<string>): AsyncIterable<Call> {
  const unfinished = new Map<string, Call>();
  let line = 0;
  for await (const text of lines) {
    line++;
    const [, resumedBy, , late] = RESUMED.exec(text) ?? [];
    if (resumedBy !== undefined) {
      const begun = unfinished.get(resumedBy);
      if (begun) yield { ...begun, result: Number(late), endedAt: line };
      unfinished.delete(resumedBy);
      continue;
    }
    const [, thread, name, args, result] = BEGUN.exec(text) ?? [];
    if (thread === undefined || name === undefined || args === undefined) continue;
    const call = toCall(name, args, result, line);
    if (call.result === undefined) unfinished.set(thread, call);
    yield call;
  }
}

function toCall(name: string, args: string, result: string | undefined, line: number): Call {
  const [, target = ''] = DESCRIPTOR.exec(args) ?? [];
  const pieces = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex]) => fromHex(hex!));
  return {
    name,
    target: fromHex(target).toString(),
    data: Buffer.concat(pieces),
    result: result === undefined ? undefined : Number(result),
    beganAt: line,
    endedAt: line,
  };
}

/** What is not written as hex stays as it is. */
function fromHex(text: string): Buffer {
  return text.includes('\\x') && !/[^\\x0-9a-f]/.test(text)
    ? Buffer.from(text.replaceAll('\\x', ''), 'hex')
    : Buffer.from(text.replaceAll(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))));
}
