/** Version of the WebSocket protocol and of the REST API. A client of another version is told to reload. */
export const PROTOCOL_VERSION = 3;
