/** What is fetched where the machine's own does not do. */
export const NODE_VERSION = '26.10.0';
export const PNPM_VERSION = '12.21.0';

/**
 * Whether a Node runs TypeScript files and has `node:sqlite`, both without a warning.
 * @param {string} version such as `24.21.0`
 */
export function isCurrentNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 26 || (major === 24 && minor >= 21);
}

/**
 * The registry's package that holds nothing but the program, so that no install script needs to run.
 * @param {string} platform as `process.platform` @param {string} arch as `process.arch`
 */
export function nodePackage(platform, arch) {
  if (platform === 'win32') return { name: `node-win-${arch}`, program: 'bin/node.exe' };
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  return { name: `${prefix}-${platform}-${arch}`, program: 'bin/node' };
}
