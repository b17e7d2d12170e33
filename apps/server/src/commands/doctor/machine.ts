import { spawnSync } from 'node:child_process';
import { claimPort, PortError } from '../../supervisor/port.ts';
import { fair, ill, well, type Finding } from './finding.ts';

/** Has `using`, `node:sqlite` without a flag, and TypeScript that runs as it is. */
const LEAST_NODE = 24;
/** A client takes one open file, and so does each file that is served. */
const FEW_OPEN_FILES = 4_096;
const HEALTH_TIMEOUT_MS = 2_000;

export function checkNode(version: string): Finding {
  const major = Number(version.split('.')[0]);
  if (major >= LEAST_NODE) return well('Node', version);
  return ill(
    'Node',
    `${version} is too old: start with npm start, which brings one, or install ${LEAST_NODE} or newer`,
  );
}

export function checkOpenFiles(limit: number | 'unlimited' | undefined): Finding {
  if (limit === undefined) return well('open files', 'this system does not say how many there may be');
  if (limit === 'unlimited' || limit >= FEW_OPEN_FILES) return well('open files', `${limit} may be open`);
  return fair(
    'open files',
    `only ${limit} may be open, one for each client: raise it with ulimit -n, or LimitNOFILE in systemd`,
  );
}

/** Node takes as many as it may have, which is the hard limit. */
export function openFileLimit(): number | 'unlimited' | undefined {
  // Else it looks up names of addresses.
  Object.assign(process.report, { excludeNetwork: true });
  const { userLimits } = process.report.getReport() as {
    userLimits?: { open_files?: { hard: number | string } };
  };
  const hard = userLimits?.open_files?.hard;
  return hard === undefined ? undefined : hard === 'unlimited' ? 'unlimited' : Number(hard);
}

/** @param isRunning whether a server holds the data folder */
export async function checkPort(port: number, host: string | undefined, isRunning: boolean): Promise<Finding> {
  const what = `port ${port}`;
  try {
    await claimPort(port, host);
    return well(what, isRunning ? 'free; the server that runs listens on another one' : 'free');
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    if (isRunning && (await isSkein(port, host))) return well(what, 'a Skein answers there');
    return ill(what, error.message);
  }
}

async function isSkein(port: number, host = '127.0.0.1'): Promise<boolean> {
  for (const scheme of ['http', 'https']) {
    try {
      const signal = AbortSignal.timeout(HEALTH_TIMEOUT_MS);
      const response = await fetch(`${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}/api/health`, {
        signal,
      });
      if (response.headers.get('content-type')?.startsWith('application/json')) return true;
    } catch (error) {
      // What speaks TLS with a certificate for its public name answers, too.
      if ((error as { cause?: { code?: string } }).cause?.code === 'ERR_TLS_CERT_ALTNAME_INVALID') return true;
    }
  }
  return false;
}

const SOON_MS = 60_000;
/** Skein is younger than that. */
const EARLIEST = Date.UTC(2026, 0, 1);

/** @param newest when the newest event was stored, where there is one */
export function checkClock(now: number, newest: number | undefined, isSynchronized: boolean | undefined): Finding {
  const time = new Date(now).toLocaleString('sv-SE');
  if (now < EARLIEST) return ill('clock', `it says ${time}: set it`);
  if (newest !== undefined && newest > now + SOON_MS) {
    return ill(
      'clock',
      `it says ${time}, but the newest message is of ${new Date(newest).toLocaleString('sv-SE')}: set it`,
    );
  }
  if (isSynchronized === false) {
    return fair('clock', `${time}, and nothing keeps it right: turn on NTP, such as by timedatectl set-ntp true`);
  }
  return well('clock', time);
}

/** undefined where the system does not tell. */
export function isClockSynchronized(): boolean | undefined {
  const { stdout } = spawnSync('timedatectl', ['show', '--property=NTPSynchronized', '--value'], {
    encoding: 'utf8',
    timeout: 2_000,
  });
  const answer = stdout?.trim();
  return answer === 'yes' ? true : answer === 'no' ? false : undefined;
}
