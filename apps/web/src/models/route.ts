/** Where in the chat the address bar points, after `#`. */
export type Route =
  | { readonly at: 'rooms' }
  /** `message` is the seq of the one to show with what is around it; without, the room opens where it was left. */
  | { readonly at: 'room'; readonly room: string; readonly message?: number };

/** A one-time link: of the first run, or of an operator for somebody who forgot their password. */
export interface OneTimeLink {
  readonly at: 'setup' | 'reset';
  readonly token: string;
}

export function parseRoute(hash: string): Route {
  const place = /^#\/room\/([0-9A-Za-z_-]{1,40})(?:\/([1-9][0-9]{0,14}))?$/.exec(hash);
  if (!place) return { at: 'rooms' };
  const [, room, message] = place;
  return { at: 'room', room: room!, ...(message === undefined ? {} : { message: Number(message) }) };
}

export function parseLink(hash: string): OneTimeLink | undefined {
  const link = /^#(setup|reset)=(.{1,200})$/.exec(hash);
  return link ? { at: link[1] as OneTimeLink['at'], token: decoded(link[2]!) } : undefined;
}

export function roomHash(room: string, message?: number): string {
  return message === undefined ? `#/room/${room}` : `#/room/${room}/${message}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
