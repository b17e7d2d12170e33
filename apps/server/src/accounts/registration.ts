import { timingSafeEqual } from 'node:crypto';
import type { Register, Registration } from '@skein/protocol/rest';
import type { Services } from '../http/services.ts';
import type { CommandOf } from '../ledger/commands.ts';
import { accepted, refused, type Result } from '../result.ts';
import { checkLoginName } from './names.ts';
import { checkPassword } from './passwords.ts';
import { hashToken } from './sessions.ts';

type RegisterCommand = CommandOf<'register'>;

/**
 * Makes the ledger's command of what somebody sent to register. Everything that can be refused early is, before the
 * password costs a hash; the ledger judges all of it again.
 */
export async function prepareRegistration(
  sent: Register,
  session: RegisterCommand['session'],
  addressGroup: string,
  services: Pick<Services, 'reads' | 'hasher' | 'limits'>,
): Promise<Result<RegisterCommand>> {
  const name = checkLoginName(sent.name);
  if (!name.ok) return name;
  const password = checkPassword(sent.password);
  if (!password.ok) return password;
  const setup = sent.setup && prepareSetup(sent.setup);
  if (setup && !setup.ok) return setup;
  const admitted = setup ?? (await checkPolicy(sent.code, addressGroup, services));
  if (!admitted.ok) return admitted;
  if (await services.reads.accountByLoginKey(name.value.loginKey)) return refused('name_taken');
  const hashed = await services.hasher.hash(password.value);
  if (!hashed.ok) return hashed;
  const account = { ...name.value, passwordHash: hashed.value };
  return accepted({ kind: 'register', account, code: sent.code, setup: setup?.value, session });
}

/** A policy has a code exactly where it asks for one. */
export function checkRegistration({ policy, code }: Registration): Result<Registration> {
  if (policy !== 'code') return accepted({ policy });
  return code ? accepted({ policy, code }) : refused('bad_request', { params: { reason: 'code: expected string' } });
}

function prepareSetup({
  token,
  registration,
  code,
}: NonNullable<Register['setup']>): Result<NonNullable<RegisterCommand['setup']>> {
  const checked = checkRegistration({ policy: registration, ...(code === undefined ? {} : { code }) });
  return checked.ok ? accepted({ tokenHash: hashToken(token), registration: checked.value }) : checked;
}

async function checkPolicy(
  code: string | undefined,
  addressGroup: string,
  { reads, limits }: Pick<Services, 'reads' | 'limits'>,
): Promise<Result<undefined>> {
  const { registration, registrationCode } = await reads.server();
  if (registration === 'closed') return refused('registration_closed');
  if (registration === 'open') return accepted(undefined);
  // As with passwords: taken first, given back where the code is right.
  const taken = limits.take('code', addressGroup);
  if (!taken.ok) return refused('too_many_requests', { retryAfterMs: taken.retryAfterMs });
  if (!isSameText(code ?? '', registrationCode ?? '')) return refused('registration_code_wrong');
  limits.giveBack('code', addressGroup);
  return accepted(undefined);
}

function isSameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
