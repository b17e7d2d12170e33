import { lookup as resolveName, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Answer = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Whether an address is of the internet at large: no loopback, private, link-local or otherwise special network. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/**
 * `lookup` for requests to where a stranger said: names that lead into our own network are not found. The address that was
 * judged is the one that is connected to, so nothing can change in between.
 */
export function publicLookup(name: string, options: LookupOptions, answer: Answer): void {
  resolveName(name, { ...options, all: true }, (error, found) => {
    if (error) return answer(error, []);
    const addresses = found.filter(({ address }) => isPublicAddress(address));
    const [first] = addresses;
    if (!first) return answer(new Error(`${name} is not an address of the internet`), []);
    if (options.all) answer(null, addresses);
    else answer(null, first.address, first.family);
  });
}

/** An address in place of a name is connected to without a lookup. */
export function isPublicHost(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 0 || isPublicAddress(bare);
}
