import { randomBytes } from 'node:crypto';
import argon2 from 'argon2';

/** Costs of one hash. `memoryKib` in KiB, `passes` over the memory, `lanes` at a time. */
export interface Argon2Costs {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/** About 20 ms. The parameters stand in every hash, so they may rise at any time. */
export const COSTS: Argon2Costs = { memoryKib: 19 * 1024, passes: 2, lanes: 1 };

/** The parameters stand in any order. */
const ENCODED = /^\$argon2id\$v=19\$(?<parameters>[a-z0-9=,]+)\$/;

/** Keyboards compose letters differently; the same characters are the same password (as RFC 8265 has it). */
function bytesOf(password: string): Buffer {
  return Buffer.from(password.normalize('NFC'));
}

/** @returns the encoded hash: parameters, salt and hash in one string */
export function hashPassword(password: string, { memoryKib, passes, lanes }: Argon2Costs): Promise<string> {
  const options = { memoryCost: memoryKib, timeCost: passes, parallelism: lanes };
  return argon2.hash(bytesOf(password), { type: argon2.argon2id, ...options });
}

export function verifyPassword(encoded: string, password: string): Promise<boolean> {
  return argon2.verify(encoded, bytesOf(password));
}

/** Whether a hash was made with lower costs, or another algorithm. */
export function isOutdated(encoded: string, { memoryKib, passes }: Argon2Costs): boolean {
  const parameters = new URLSearchParams(ENCODED.exec(encoded)?.groups?.['parameters']?.replaceAll(',', '&'));
  return Number(parameters.get('m')) < memoryKib || Number(parameters.get('t')) < passes;
}

/** A hash of no password: verifying against it costs what any other does, and never succeeds. */
export function madeUpHash({ memoryKib, passes, lanes }: Argon2Costs): string {
  const [salt, hash] = [randomBytes(16), randomBytes(32)].map((bytes) => bytes.toString('base64').replace(/=+$/, ''));
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${salt}$${hash}`;
}
