import type { Scenario } from './scenario.ts';
import { broadcastLogScenario } from './scenarios/broadcast-log.ts';
import { conditionScenario } from './scenarios/condition.ts';
import { doorbellScenario } from './scenarios/doorbell.ts';
import { mutexScenario } from './scenarios/mutex.ts';
import { ringScenario } from './scenarios/ring.ts';
import { semaphoreScenario } from './scenarios/semaphore.ts';
import { shardedTableScenario } from './scenarios/sharded-table.ts';

export const scenarios: readonly Scenario[] = [
  mutexScenario,
  semaphoreScenario,
  conditionScenario,
  doorbellScenario,
  ringScenario,
  broadcastLogScenario,
  shardedTableScenario,
];
