import type { Config } from '../config.ts';

/** What the terminal shows once the server is ready. */
export function greeting({
  config,
  port,
  setupToken,
  caveat,
}: {
  config: Config;
  port: number;
  setupToken: string | undefined;
  /** What the chosen mode of --concurrency cannot do well. */
  caveat: string | undefined;
}): string {
  const origin = config.publicUrl ?? localOrigin(config, port);
  const lines = [`Skein is ready at ${origin}/chat/`];
  if (setupToken) lines.push(`First run: make yourself operator at ${origin}/chat/#setup=${setupToken}`);
  if (caveat) lines.push(`With --concurrency ${config.concurrency} ${caveat}`);
  lines.push('Type help for the commands of this console, exit to stop.');
  return `${lines.join('\n')}\n`;
}

function localOrigin({ tls, host }: Config, port: number): string {
  const isEverywhere = host === undefined || host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `${tls ? 'https' : 'http'}://${name}:${port}`;
}
