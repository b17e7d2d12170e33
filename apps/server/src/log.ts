import { pino, type Logger } from 'pino';

export type Log = Logger;

export interface LogOptions {
  readonly verbose: boolean;
  /** Which thread writes: `main`, `ledger`, `hub 3`. */
  readonly thread: string;
}

/** Loaded only where somebody looks: each thread would pay for it. */
const pretty = process.stderr.isTTY ? (await import('pino-pretty')).default : undefined;

/**
 * Structured lines on standard error, readable where that is a terminal. Written synchronously, so that a thread's last
 * words are not lost. What could be secret is never handed to it; the names below are a second fence.
 */
export function createLog({ verbose, thread }: LogOptions): Log {
  const options = {
    level: verbose ? 'debug' : 'info',
    base: { thread },
    redact: ['password', 'token', 'cookie', 'authorization', 'passwordHash', 'req.headers'],
  };
  if (!pretty) return pino(options, pino.destination({ fd: 2, sync: true }));
  const readable = pretty({
    destination: 2,
    sync: true,
    colorize: true,
    translateTime: 'HH:MM:ss',
    ignore: 'pid,hostname,thread',
    messageFormat: '{thread}: {msg}',
    singleLine: true,
  });
  return pino(options, readable);
}
