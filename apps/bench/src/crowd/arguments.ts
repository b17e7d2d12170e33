import { parseArgs } from 'node:util';

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

export type ParsedArguments =
  | { readonly kind: 'run'; readonly options: CrowdOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly message: string };

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

export function parseCrowdArguments(args: readonly string[]): ParsedArguments {
  try {
    const { values } = parseArgs({
      args: [...args].filter((arg, index) => arg !== '--' || index > 0),
      options: {
        clients: { type: 'string' },
        messages: { type: 'string' },
        rooms: { type: 'string' },
        url: { type: 'string' },
        code: { type: 'string' },
        seed: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values.help ? { kind: 'help' } : { kind: 'run', options: readOptions(values) };
  } catch (error) {
    return { kind: 'mistake', message: error instanceof Error ? error.message : String(error) };
  }
}

function readOptions(values: Record<string, string | boolean | undefined>): CrowdOptions {
  const number = (name: string, fallback: number, least: number): number => {
    const text = values[name];
    if (text === undefined) return fallback;
    const value = Number(text);
    if (typeof text === 'string' && /^\d+$/.test(text) && value >= least) return value;
    throw new Error(`--${name} must be a whole number of at least ${least}, not ${JSON.stringify(text)}.`);
  };
  const clients = number('clients', DEFAULTS.clients, 2);
  if (clients % 2 === 1) throw new Error('--clients must be an even number: people talk in pairs.');
  const options = {
    clients,
    messages: number('messages', DEFAULTS.messages, 1),
    rooms: number('rooms', Math.ceil(clients / PEOPLE_PER_ROOM), 1),
    seed: number('seed', Math.floor(Math.random() * 2 ** 32), 0),
  };
  const { url, code } = values;
  return {
    ...options,
    ...(typeof url === 'string' ? { url: readOrigin(url) } : {}),
    ...(typeof code === 'string' ? { code } : {}),
  };
}

function readOrigin(url: string): string {
  if (/^https?:/.test(url) && URL.canParse(url)) return new URL(url).origin;
  throw new Error(`--url must begin with http:// or https://, not ${JSON.stringify(url)}.`);
}
