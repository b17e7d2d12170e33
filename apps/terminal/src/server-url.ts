import { Mistake } from '@skein/command-line/mistake';

const DEFAULT = 'http://localhost:8085';

/** @returns the server's origin. Without a scheme this machine is asked plainly, others over TLS. @throws a Mistake */
export function readServerUrl(text = DEFAULT): string {
  const withScheme = /^[a-z]+:\/\//i.test(text) ? text : `${isLocal(text) ? 'http' : 'https'}://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url.origin;
  throw new Mistake(`"${text}" is no address of a server: write it as https://chat.example.org or localhost:8085`);
}

function isLocal(text: string): boolean {
  return /^(localhost|127\.|\[::1\]|10\.|192\.168\.)/.test(text);
}
