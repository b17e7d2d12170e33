import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

/** Precompressed siblings by the end of their name; the server's preference where a client has none. */
export const CODINGS = { '.br': 'br', '.zst': 'zstd', '.gz': 'gzip' } as const;

export type Coding = (typeof CODINGS)[keyof typeof CODINGS];

const PREFERENCE = [...Object.values(CODINGS), 'identity'];

/** What Negotiator 1.1 can do and its types, which are of 0.6, do not tell. */
interface WithPreference {
  encodings(available: string[], options?: { preferred: readonly string[] }): string[];
}

/** Reads Accept-Encoding with its q-values. Browsers send few different ones, so the answers are kept. */
export class AcceptedCodings {
  readonly #byHeader = new LRUCache<string, readonly Coding[]>({ max: 256 });

  /** The codings that a client likes better than none, best first. */
  of(header: string | string[] | undefined): readonly Coding[] {
    if (typeof header !== 'string' || header.length > 512) return [];
    const known = this.#byHeader.get(header);
    if (known) return known;
    const accepted = betterThanNone(header);
    this.#byHeader.set(header, accepted);
    return accepted;
  }
}

function betterThanNone(header: string): readonly Coding[] {
  const negotiator: WithPreference = new Negotiator({ headers: { 'accept-encoding': header } });
  const accepted = negotiator.encodings([...PREFERENCE], { preferred: PREFERENCE });
  const none = accepted.indexOf('identity');
  return (none === -1 ? accepted : accepted.slice(0, none)) as Coding[];
}
