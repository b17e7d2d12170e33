/**
 * The cookies of one server, for programs: by name, without domains, paths or dates other than `Max-Age=0`, which is how
 * a server takes a cookie back.
 */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  /** @param lines the values of an answer's `Set-Cookie` headers */
  keep(lines: readonly string[]): void {
    for (const line of lines) this.#keepOne(line);
  }

  /** The value of a request's `Cookie` header, or the empty string. */
  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keepOne(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const equals = pair.indexOf('=');
    if (equals < 1) return;
    const name = pair.slice(0, equals);
    if (attributes.some(isOver)) this.#cookies.delete(name);
    else this.#cookies.set(name, pair.slice(equals + 1));
  }
}

function isOver(attribute: string): boolean {
  const [name = '', value = ''] = attribute.split('=');
  if (name.toLowerCase() === 'max-age') return Number(value) <= 0;
  return name.toLowerCase() === 'expires' && Date.parse(value) <= Date.now();
}

/** A `fetch` that sends the jar's cookies and keeps those it is given. */
export function fetchWithCookies(jar: CookieJar, send: typeof fetch = fetch): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    if (jar.header) headers.set('cookie', jar.header);
    const response = await send(input, { ...init, headers });
    jar.keep(response.headers.getSetCookie());
    return response;
  };
}
