import { LIMITS } from '@skein/protocol/limits';
import { accepted, refused, type Result } from '../result.ts';
import { foldCase } from './case-folding.ts';
import { isOfOneScript } from './scripts.ts';
import { skeleton } from './skeleton.ts';

/** Why a name is refused: `params.reason` of `name_invalid`. */
export type NameFault = 'empty' | 'too_long' | 'invisible' | 'mixed_scripts' | 'spaces' | 'symbols';

export interface LoginName {
  /** As its owner wrote it, composed (NFC). */
  readonly login: string;
  readonly loginKey: string;
  readonly skeleton: string;
}

export interface RoomName {
  readonly name: string;
  readonly nameKey: string;
}

/** Controls, formats, private and unassigned characters, lone surrogates, line separators, and all that shows nothing. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const SPACE = /\p{Zs}/gu;
const MISPLACED_SPACE = /^ | $| {2}/;
const EMOJI = /\p{RGI_Emoji}/gv;
const LOGIN_CHARACTERS = /^[\p{L}\p{M}\p{N} ._\-'’·@+]*$/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
/** A mark without a letter before it, or marks piled up so that they cover the lines around them. */
const UNRULY_MARKS = /(^|[ \p{P}\p{S}])\p{M}|\p{Mn}{5}/u;
/** No text of more UTF-16 units than this has few enough code points once it is composed. */
const LONGEST_WRITTEN = LIMITS.nameLength * 8;

/** Judges the name somebody wants to log in with. */
export function checkLoginName(text: string): Result<LoginName> {
  const login = compose(text);
  const fault = findFault(login) ?? (isLoginText(login) ? undefined : 'symbols');
  if (fault) return refused('name_invalid', { params: { reason: fault } });
  return accepted({ login, loginKey: nameKey(login), skeleton: skeleton(login) });
}

/** Judges a room's name: as a login name, but with any visible sign and with emoji. */
export function checkRoomName(text: string): Result<RoomName> {
  const name = compose(text);
  // An emoji may be several characters, some of them invisible by themselves; here each stands as a plain sign.
  const fault = findLengthFault(name) ?? findFault(name.replace(EMOJI, '☺'));
  if (fault) return refused('name_invalid', { params: { reason: fault } });
  return accepted({ name, nameKey: nameKey(name) });
}

/** What makes names equal. Never refuses: a name that could not be registered has a key that nobody has. */
export function nameKey(text: string): string {
  // Nobody's name is longer than that, and folding what somebody sent to keep us busy would.
  return foldCase(compose(text.slice(0, LONGEST_WRITTEN)).trim());
}

/** Spaces are all one: an input method for Japanese writes a wide one. */
function compose(text: string): string {
  return text.length > LONGEST_WRITTEN ? text : text.normalize('NFC').replace(SPACE, ' ');
}

function findFault(name: string): NameFault | undefined {
  const lengthFault = findLengthFault(name);
  if (lengthFault) return lengthFault;
  if (INVISIBLE.test(name)) return 'invisible';
  if (MISPLACED_SPACE.test(name)) return 'spaces';
  if (UNRULY_MARKS.test(name.normalize('NFD'))) return 'symbols';
  return isOfOneScript(name.normalize('NFKC')) ? undefined : 'mixed_scripts';
}

function findLengthFault(name: string): NameFault | undefined {
  if (name.trim() === '') return 'empty';
  return name.length > LONGEST_WRITTEN || [...name].length > LIMITS.nameLength ? 'too_long' : undefined;
}

function isLoginText(login: string): boolean {
  return LOGIN_CHARACTERS.test(login) && LETTER_OR_DIGIT.test(login);
}
