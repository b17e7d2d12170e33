import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { codeOf, Problem } from './problem.ts';
import { authorityOf, type Target } from './target.ts';

/** @throws a Problem where nobody answers in time, or the certificate is not to be trusted */
export async function connect(target: Target, timeoutMs: number): Promise<Socket> {
  const { host, port, isTls } = target;
  const socket = isTls
    ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }) })
    : connectTcp({ host, port });
  const timer = setTimeout(() => {
    socket.destroy(new Problem(`${authorityOf(target)} does not answer: no connection within ${timeoutMs / 1000} s.`));
  }, timeoutMs);
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once(isTls ? 'secureConnect' : 'connect', resolve);
      socket.once('error', reject);
      socket.once('close', () => reject(new Problem(`${authorityOf(target)} closed the connection at once.`)));
    });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error instanceof Problem ? error : new Problem(explain(error as Error, target));
  } finally {
    clearTimeout(timer);
    socket.removeAllListeners('close').removeAllListeners('error');
    // Between two reads nobody listens; whoever reads next learns of it.
    socket.on('error', () => {});
  }
}

function explain(error: Error, target: Target): string {
  const { host, port } = target;
  const code = codeOf(error) ?? '';
  switch (code) {
    case 'ECONNREFUSED':
      return `Nothing listens on port ${port} of ${host}.`;
    case 'ENOTFOUND':
      return `There is no host named ${host}.`;
    case 'EAI_AGAIN':
      return `The name ${host} could not be looked up; is there a network?`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return `${host} cannot be reached (${code}).`;
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL'))
    return `Port ${port} of ${host} does not speak TLS; try http://.`;
  if (target.isTls && isAboutCertificate(code)) {
    return `The certificate of ${host} is not to be trusted (${code}); name its issuer's file in NODE_EXTRA_CA_CERTS.`;
  }
  return `Cannot connect to ${authorityOf(target)}: ${error.message.split('\n', 1)[0]}.`;
}

function isAboutCertificate(code: string): boolean {
  return /CERT|ISSUER|SIGNATURE|ERR_TLS_/.test(code);
}
