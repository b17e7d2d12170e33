import { createServer } from 'node:net';

/** The port cannot be had; the message is for the person who started the server. */
export class PortError extends Error {
  override readonly name = 'PortError';
}

/**
 * Finds out which port the hub workers are to share. They listen with `reusePort`, which would also let a second server
 * take the same port without an error; binding it once alone first finds that out.
 * @returns `port`, or a free one for 0
 */
export async function claimPort(port: number, host: string | undefined): Promise<number> {
  const server = createServer();
  try {
    return await new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, ...(host === undefined ? {} : { host }), exclusive: true }, () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    });
  } catch (error) {
    throw new PortError(explain(error as NodeJS.ErrnoException, port, host));
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

function explain({ code, message }: NodeJS.ErrnoException, port: number, host: string | undefined): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use by another program, perhaps another Skein. Stop it, or choose another port with --port.`;
    case 'EACCES':
      return `Port ${port} may not be used by this account. Choose one from 1024 up with --port.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine. Choose another with --host, or leave --host away.`;
    default:
      return `Cannot listen on port ${port}: ${message}.`;
  }
}
