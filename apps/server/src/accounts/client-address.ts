import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import proxyAddr from 'proxy-addr';

/** Says whether a proxy at this address is believed. */
export type TrustedProxies = (address: string) => boolean;

/** @param trustProxy addresses and CIDR ranges of --trust-proxy */
export function trustedProxies(trustProxy: readonly string[]): TrustedProxies {
  const trusts = proxyAddr.compile([...trustProxy]);
  return (address) => trusts(address, 0);
}

/**
 * The client's own address: the nearest one that is not a trusted proxy's. IPv4 addresses are written as such, also where
 * the socket speaks IPv6. The empty string once the socket is gone.
 */
export function clientAddress(request: IncomingMessage, trusts: TrustedProxies): string {
  const named = proxyAddr(request, trusts);
  return plainAddress(isIP(named) ? named : peerAddress(request));
}

/** Whether what the request says of itself in X-Forwarded-… headers is a trusted proxy's word. */
export function isFromProxy(request: IncomingMessage, trusts: TrustedProxies): boolean {
  const peer = peerAddress(request);
  return peer !== '' && trusts(peer);
}

/** What limits count by: an IPv4 address, or the /64 that a provider gives one household. */
export function addressGroup(address: string): string {
  if (!address.includes(':')) return address;
  const prefix = ipaddr.IPv6.parse(address).parts.slice(0, 4);
  return `${prefix.map((part) => part.toString(16)).join(':')}::/64`;
}

function peerAddress({ socket }: IncomingMessage): string {
  return socket.remoteAddress ?? '';
}

function plainAddress(address: string): string {
  return isIP(address) ? ipaddr.process(address).toString() : '';
}
