import type { Trial } from './trial.ts';
import { trial as broadcastLog } from './trials/broadcast-log.ts';
import { trial as condition } from './trials/condition.ts';
import { trial as lostMutex } from './trials/lost-mutex.ts';
import { trial as mutex } from './trials/mutex.ts';
import { trial as ring } from './trials/ring.ts';
import { trial as semaphore } from './trials/semaphore.ts';
import { trial as table } from './trials/table.ts';

/** Of everything in this package that threads can die in. */
export const trials: readonly Trial[] = [mutex, lostMutex, semaphore, condition, table, ring, broadcastLog];
