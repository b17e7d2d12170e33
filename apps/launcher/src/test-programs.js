import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { canInstallPackages, installPackages } from './debian-packages.js';

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
  if (missing.length > 0 && canInstallPackages) installPackages(missing.map(([, name]) => name));
}

/** @param {string} program */
function isThere(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}
