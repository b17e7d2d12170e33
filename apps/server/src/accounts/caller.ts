import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import { addressGroup, clientAddress, trustedProxies } from './client-address.ts';
import { isOwnOrigin, serverOrigin } from './origin.ts';

/** Where a request comes from, before it is known who sends it. */
export interface Caller {
  readonly address: string;
  /** What limits count by: the address, or its /64. */
  readonly group: string;
  /** The server's own origin as this browser sees it. */
  readonly server: URL | undefined;
  /** The request comes from a page of ours, or from no page. */
  readonly isOwnOrigin: boolean;
}

export type ReadCaller = (request: IncomingMessage) => Caller;

/** For REST requests and upgrades alike. */
export function callerReader(config: Pick<Config, 'publicUrl' | 'tls' | 'trustProxy'>): ReadCaller {
  const trusts = trustedProxies(config.trustProxy);
  return (request) => {
    const address = clientAddress(request, trusts);
    const server = serverOrigin(request, config, trusts);
    return { address, group: addressGroup(address), server, isOwnOrigin: isOwnOrigin(request, server) };
  };
}
