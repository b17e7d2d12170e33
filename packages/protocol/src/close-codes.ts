/** WebSocket close codes used. 4xxx are ours. */
export const CLOSE_CODES = {
  /** Come back later: the server or a part of it restarts. */
  restarting: 1012,
  /** A frame larger than allowed, broken, or of no known shape. */
  protocolError: 1008,
  /** The server could not go on with this client: come back. */
  failed: 1011,
  /** The session has ended: log in again. */
  sessionEnded: 4001,
  /** Another protocol version: reload. */
  unsupportedVersion: 4002,
  endedByOperator: 4003,
  tooSlow: 4004,
  idle: 4005,
} as const;
