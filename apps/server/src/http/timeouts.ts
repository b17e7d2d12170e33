export interface HttpTimeouts {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly connectionsCheckingInterval: number;
  readonly keepAliveTimeout: number;
  readonly maxHeaderSize: number;
}

/**
 * How long a client may take, and how much its headers may hold: options for `createServer`, milliseconds and bytes. By
 * Node's defaults headers can be dribbled for 89 seconds.
 */
export const HTTP_TIMEOUTS: HttpTimeouts = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  /** How often the two above are looked at. */
  connectionsCheckingInterval: 2_000,
  /** Longer than the minute after which many proxies give up a connection, so that they do and not we. */
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
};

/**
 * A connection on which nothing moves for so long is cut, such as a download that nobody reads. WebSockets are exempt: `ws`
 * takes their socket's timeout away, and the gate has its own.
 */
export const SOCKET_IDLE_TIMEOUT_MS = 120_000;
