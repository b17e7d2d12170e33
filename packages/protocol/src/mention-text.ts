/** What mentions everybody who is there, or everybody at all. */
export const WIDE_MENTIONS = ['here', 'room'] as const;

const TOKEN = /<@([0-9A-Za-z_-]{1,40})>/g;

/** A body as people read and write it where nothing but text can be shown: the tokens of those known are names. */
export function withNames(body: string, nameOf: (id: string) => string | undefined): string {
  if (!body.includes('<@')) return body;
  return body.replaceAll(TOKEN, (token, id: string) => {
    const name = isWide(id) ? id : nameOf(id);
    return name === undefined ? token : `@${name}`;
  });
}

export function isWide(id: string): boolean {
  return (WIDE_MENTIONS as readonly string[]).includes(id);
}
