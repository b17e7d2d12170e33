import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What tests run that is not ours, by the Debian package that brings it. */
const PACKAGES = { fish: 'fish', nginx: 'nginx-light', python3: 'python3', script: 'bsdutils', strace: 'strace' };

/** Debian starts a web server that it installs, on port 80: not on a machine that is somebody's. */
const WOULD_START = new Set(existsSync('/run/systemd/system') ? ['nginx'] : []);

/**
 * Installs those that are missing, where that can be done: on Debian, as root. Elsewhere tests that need them are not run, and
 * the run says so.
 */
export function installTestPrograms() {
  const missing = Object.entries(PACKAGES).filter(([program]) => !isThere(program) && !WOULD_START.has(program));
  const isRootOnDebian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (missing.length === 0 || !isRootOnDebian) return;
  const packages = missing.map(([, name]) => name);
  console.log(`Installing ${packages.join(', ')} with apt-get, which tests need …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '--no-install-recommends', ...packages]]) {
    const { status, stdout, stderr } = spawnSync('apt-get', ['--yes', '--quiet', ...args], { encoding: 'utf8', env });
    if (status !== 0) console.log(`${stdout}${stderr}`.trimEnd());
  }
}

/** @param {string} program */
function isThere(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}
