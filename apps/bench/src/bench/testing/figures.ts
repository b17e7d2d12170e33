import type { Figures } from '../generator.ts';

/** Of a run in which everything went well. */
export const FIGURES: Figures = {
  seconds: 2,
  deliveries: 100_000,
  reads: 50_000,
  messages: 100,
  pongs: 0,
  serverCpu: 0.5,
  generatorCpu: 0.1,
  p50Ms: 3,
  p99Ms: 9,
  arrived: 120,
  acknowledged: 120,
  refused: 0,
  late: 0,
  missing: 0,
  strays: 0,
  wrong: 0,
};
