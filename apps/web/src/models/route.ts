/** Where in the chat the address bar points, after `#`. */
export type Route = { readonly at: 'rooms' } | { readonly at: 'room'; readonly room: string };

/** A one-time link: of the first run, or of an operator for somebody who forgot their password. */
export interface OneTimeLink {
  readonly at: 'setup' | 'reset';
  readonly token: string;
}

export function parseRoute(hash: string): Route {
  const room = /^#\/room\/([0-9A-Za-z_-]{1,40})$/.exec(hash);
  return room ? { at: 'room', room: room[1]! } : { at: 'rooms' };
}

export function parseLink(hash: string): OneTimeLink | undefined {
  const link = /^#(setup|reset)=(.{1,200})$/.exec(hash);
  return link ? { at: link[1] as OneTimeLink['at'], token: decoded(link[2]!) } : undefined;
}

export function roomHash(room: string): string {
  return `#/room/${room}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
