/** What the address bar says after `#`. The two tokens are read once and taken out of it. */
export type Route =
  | { readonly at: 'rooms' }
  | { readonly at: 'room'; readonly room: string }
  | { readonly at: 'setup'; readonly token: string }
  | { readonly at: 'reset'; readonly token: string };

export function parseRoute(hash: string): Route {
  const room = /^#\/room\/([0-9A-Za-z_-]{1,40})$/.exec(hash);
  if (room) return { at: 'room', room: room[1]! };
  const link = /^#(setup|reset)=(.{1,200})$/.exec(hash);
  if (link) return { at: link[1] as 'setup' | 'reset', token: decoded(link[2]!) };
  return { at: 'rooms' };
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
