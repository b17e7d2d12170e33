import type { Clock } from '../models/clock.ts';

export const browserClock: Clock = {
  now: () => performance.now(),
  time: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
