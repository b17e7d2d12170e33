import { parseScript, wholeNumber, type ParsedArguments } from '@skein/command-line/script-options';

export interface CrowdOptions {
  /** An even number: people talk in pairs. */
  readonly clients: number;
  /** How many each posts. */
  readonly messages: number;
  /** Beside the Lobby. */
  readonly rooms: number;
  /** A running server's origin; without it a server of its own is started. */
  readonly url?: string;
  /** What registering asks for, where it asks for a code. */
  readonly code?: string;
  /** Of everything left to chance, so that a run can be repeated. */
  readonly seed: number;
}

const PEOPLE_PER_ROOM = 20;
const DEFAULTS = { clients: 200, messages: 6 } as const;

export const HELP = `Sends a crowd to a Skein server: half of it registers while the other half logs in, all talk, all log out.
Everything the server answers is checked. The exit code is 0 when all was right, 1 when not, 2 for a wrong option.

  pnpm crowd [options]

  --clients N     how many people, an even number (${DEFAULTS.clients})
  --messages N    how many messages each of them posts (${DEFAULTS.messages})
  --rooms N       rooms beside the Lobby (one for every ${PEOPLE_PER_ROOM} people)
  --url URL       a running server, such as http://localhost:8085 (starts one of its own)
  --code CODE     the code that registering asks for, where it does
  --seed N        what chance starts from, to repeat a run (a new one)
  --help          this page`;

export function parseCrowdArguments(args: readonly string[]): ParsedArguments<CrowdOptions> {
  return parseScript(args, { texts: ['clients', 'messages', 'rooms', 'url', 'code', 'seed'] }, (flags) => {
    const { url, code } = flags;
    const clients = wholeNumber('clients', flags.clients, DEFAULTS.clients, 2);
    if (clients % 2 === 1) throw new Error('--clients must be an even number: people talk in pairs.');
    return {
      clients,
      messages: wholeNumber('messages', flags.messages, DEFAULTS.messages),
      rooms: wholeNumber('rooms', flags.rooms, Math.ceil(clients / PEOPLE_PER_ROOM)),
      seed: wholeNumber('seed', flags.seed, Math.floor(Math.random() * 2 ** 32), 0),
      ...(url === undefined ? {} : { url: readOrigin(url) }),
      ...(code === undefined ? {} : { code }),
    };
  });
}

function readOrigin(url: string): string {
  if (/^https?:/.test(url) && URL.canParse(url)) return new URL(url).origin;
  throw new Error(`--url must begin with http:// or https://, not ${JSON.stringify(url)}.`);
}
