import type { Trial } from '@skein/shared-memory/testing/storms/trial';
import { trial as connections } from './trials/connections.ts';
import { trial as interest } from './trials/interest.ts';
import { trial as rates } from './trials/rates.ts';

/** Of every lock that the server has. */
export const trials: readonly Trial[] = [interest, rates, connections];
