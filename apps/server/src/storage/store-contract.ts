import { accountContract } from './contract/accounts.ts';
import { changeContract } from './contract/changes.ts';
import { fileContract } from './contract/files.ts';
import { mentionContract } from './contract/mentions.ts';
import { randomContract } from './contract/random.ts';
import { replyContract } from './contract/replies.ts';
import { retentionContract } from './contract/retention.ts';
import { roomContract } from './contract/rooms.ts';
import { sessionContract } from './contract/sessions.ts';
import { savedContract } from './contract/saved.ts';
import { scenariosOf, type OpenStore } from './contract/store-under-test.ts';
import { streamContract } from './contract/streams.ts';
import { tagContract } from './contract/tags.ts';
import { transactionContract } from './contract/transactions.ts';

/** What every store has to pass, whatever it is made of. `open` gives each test a new and empty one. */
export function storeContract(name: string, open: OpenStore): void {
  const scenario = scenariosOf(name, open);
  accountContract(scenario);
  sessionContract(scenario);
  roomContract(scenario);
  streamContract(scenario);
  changeContract(scenario);
  fileContract(scenario);
  replyContract(scenario);
  tagContract(scenario);
  mentionContract(scenario);
  savedContract(scenario);
  retentionContract(scenario);
  transactionContract(scenario);
  randomContract(scenario);
}
