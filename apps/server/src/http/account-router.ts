import { idSchema } from '@skein/protocol/ids';
import { changeAccountSchema, changePasswordSchema, type ChangeAccount, type PersonView } from '@skein/protocol/rest';
import type { Router } from 'express';
import { profileOf } from '../accounts/account-view.ts';
import { checkCredentials } from '../accounts/log-in.ts';
import { checkLoginName } from '../accounts/names.ts';
import { checkPassword } from '../accounts/passwords.ts';
import { isTimeZone } from '../accounts/time-zones.ts';
import type { AccountRow } from '../storage/rows.ts';
import { endpoint, strictRouter } from './endpoint.ts';
import { loggedIn, rated, type SessionCall, type SessionHandler } from './guards.ts';
import { parse } from './parse.ts';
import { badRequest, noContent, ok, refusal, refuse, replyTo, type Reply } from './reply.ts';
import type { Services } from './services.ts';

/** /account: what somebody is called and has set, their password, whom they block; /accounts/:account: who somebody is */
export function accountRouter(services: Services): Router {
  const router = strictRouter();
  const changing = (handler: SessionHandler) => loggedIn(services, rated(services, 'change', handler));
  const setBlocked = (isBlocked: boolean) => changing((call) => block(call, services, isBlocked));
  endpoint(router, '/account', { PATCH: changing((call) => change(call, services)) });
  endpoint(router, '/account/password', { PUT: changing((call) => changePassword(call, services)) });
  endpoint(router, '/account/blocked/:account', { PUT: setBlocked(true), DELETE: setBlocked(false) });
  endpoint(router, '/accounts/:account', { GET: loggedIn(services, (call) => show(call, services)) });
  return router;
}

async function change({ body, who }: SessionCall, { submit }: Services): Promise<Reply> {
  const sent = parse(changeAccountSchema, body);
  if (!sent.ok) return refusal(sent.error);
  const { name, ...settings } = sent.value;
  const fault = faultIn(settings);
  if (fault) return badRequest(fault);
  const checked = name === undefined ? undefined : checkLoginName(name);
  if (checked && !checked.ok) return refusal(checked.error);
  const wanted = checked && {
    name: checked.value.login,
    nameKey: checked.value.loginKey,
    skeleton: checked.value.skeleton,
  };
  const changed = await submit({ kind: 'change-account', account: who.account.id, name: wanted, settings });
  return replyTo(changed, (account) => ok({ account }));
}

const INVISIBLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

/** What the schema cannot see. */
function faultIn({ status, timeZone }: ChangeAccount): string | undefined {
  if (status && `${status.emoji}${status.text}`.trim() === '') return 'status: expected text or an emoji';
  if (status && INVISIBLE.test(status.emoji + status.text)) return 'status: expected one line of text';
  if (timeZone && !isTimeZone(timeZone)) return 'timeZone: no such time zone';
  return undefined;
}

/** Who has found a page open must not become its owner: the present password is asked for, and failures count as at the log-in. */
async function changePassword({ body, who, caller }: SessionCall, services: Services): Promise<Reply> {
  const sent = parse(changePasswordSchema, body);
  if (!sent.ok) return refusal(sent.error);
  const password = checkPassword(sent.value.password);
  if (!password.ok) return refusal(password.error);
  const { id, login } = who.account;
  const checked = await checkCredentials({ name: login, password: sent.value.current }, caller.group, services);
  if (!checked.ok) return refusal(checked.error);
  const hashed = await services.hasher.hash(password.value);
  if (!hashed.ok) return refusal(hashed.error);
  const change = { account: id, passwordHash: hashed.value, session: who.session.id };
  return replyTo(await services.submit({ kind: 'change-password', ...change }), () => noContent);
}

async function block({ params, who }: SessionCall, { submit }: Services, isBlocked: boolean): Promise<Reply> {
  const person = idSchema.safeParse(params['account']);
  if (!person.success) return refuse('not_found');
  const account = who.account.id;
  return replyTo(await submit({ kind: 'set-blocked', account, person: person.data, isBlocked }), () => noContent);
}

async function show({ params }: SessionCall, { reads }: Services): Promise<Reply> {
  const id = idSchema.safeParse(params['account']);
  const account = id.success ? await reads.accountById(id.data) : undefined;
  return account ? ok({ person: personOf(account) }) : refuse('not_found');
}

function personOf({ id, name, login, kind, role, settings }: AccountRow): PersonView {
  return { id, name, login, kind, role, ...profileOf(settings) };
}
