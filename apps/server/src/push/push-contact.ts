import type { Config } from '../config.ts';

/** How a push service could reach who runs this server (RFC 8292): under its own name where it has one. */
export function pushContactOf({ publicUrl }: Pick<Config, 'publicUrl'>): string {
  return publicUrl?.startsWith('https:') ? publicUrl : 'mailto:operator@skein.invalid';
}
