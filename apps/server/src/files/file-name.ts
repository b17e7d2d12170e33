import { LIMITS } from '@skein/protocol/limits';
import { accepted, refused, type Result } from '../result.ts';

/** What separates folders anywhere, what shows nothing, and what turns the text around so that `gpj.exe` looks like a picture. */
const UNFIT = /[/\\:*?"<>|\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** Judges the name that somebody's file has. It is for showing and for saving; nothing here is found by it. */
export function checkFileName(text: string): Result<string> {
  if (text.length > LIMITS.fileNameLength * 4) return refused('name_invalid', { params: { reason: 'too_long' } });
  const name = text.normalize('NFC').replace(UNFIT, '_').trim().replace(/^\.+/, '_');
  if (name === '') return refused('name_invalid', { params: { reason: 'empty' } });
  if ([...name].length > LIMITS.fileNameLength) return refused('name_invalid', { params: { reason: 'too_long' } });
  return accepted(name);
}

/** Judges what somebody says is to be seen or heard in a file. */
export function checkDescription(text: string): Result<string> {
  const description = text.trim();
  const isText = description.isWellFormed() && !description.includes('\0');
  if (isText && [...description].length <= LIMITS.fileDescriptionLength) return accepted(description);
  return refused('bad_request', { params: { reason: 'description: not a text, or too long' } });
}
