import { test, type TestContext } from 'node:test';
import type { LedgerStore, ReadStore } from '../store.ts';

/** One store, as the contract opens it: the writer, one reader beside it, and more where a test wants them. */
export interface StoreUnderTest extends AsyncDisposable {
  readonly ledger: LedgerStore;
  readonly reads: ReadStore;
  /** Another reader, closed with the rest. */
  openReads(): Promise<ReadStore>;
  /** Closes everything and opens again what was kept; `ledger` and `reads` are others then. */
  reopen(): Promise<void>;
}

/** Opens a new, empty store. */
export type OpenStore = () => Promise<StoreUnderTest>;

export type Scenario = (sentence: string, body: (store: StoreUnderTest, context: TestContext) => Promise<void>) => void;

/** Tests that each get a store of their own. */
export function scenariosOf(name: string, open: OpenStore): Scenario {
  return (sentence, body) =>
    void test(`${name}: ${sentence}`, async (context) => {
      await using store = await open();
      await body(store, context);
    });
}
