import type { Submit } from '../ledger/commands.ts';
import type { HubBus } from './bus.ts';

/** `bus.submit` as a promise, for callers that are not on the hot path. */
export function submitWith(bus: HubBus): Submit {
  return (command) => new Promise((resolve) => bus.submit(command, resolve));
}
