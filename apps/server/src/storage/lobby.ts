/** The room that everybody is in. Every store makes it, with its `created` event, before anything else. */
export const LOBBY_ID = 'lobby';
/** Who made the Lobby and speaks for the operator's console: of kind system, it never logs in. */
export const SERVER_ACCOUNT_ID = 'server';

export const LOBBY = { id: LOBBY_ID, name: 'Lobby', nameKey: 'lobby' } as const;
export const SERVER_ACCOUNT = { id: SERVER_ACCOUNT_ID, name: 'Server', nameKey: 'server' } as const;
