import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Whether packages can be installed here without asking anybody. */
export const canInstallPackages = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/**
 * Shows what apt-get says. Whoever asked looks for itself whether what it needs is there then.
 * @param {readonly string[]} packages
 */
export function installPackages(packages) {
  console.log(`Installing ${packages.join(' and ')} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (/** @type {string[]} */ ...args) =>
    spawnSync('apt-get', ['--yes', '--quiet', ...args], { stdio: 'inherit', env });
  apt('update');
  apt('install', '--no-install-recommends', ...packages);
}
