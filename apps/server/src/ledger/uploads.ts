import { LIMITS } from '@skein/protocol/limits';
import { accepted, refused, type Result } from '../result.ts';
import { toFileView } from '../storage/file-view.ts';
import type { FileRow } from '../storage/rows.ts';
import type { Court, Judge } from './judgement.ts';

/** Expired uploads that are forgotten in one transaction: others wait behind it. */
const EXPIRED_AT_ONCE = 500;

export const createUpload: Judge<'create-upload'> = async ({ account: owner, name, size, room }, court) => {
  const { transaction } = court;
  const account = await transaction.account(owner);
  if (!account || account.disabled) return refused('forbidden');
  if ((await transaction.openFileCount(owner)) >= LIMITS.openUploads) return refused('too_many_uploads');
  if ((await transaction.fileBytes(owner)) + size > room.accountBytes) return full('account');
  if ((await transaction.fileBytes()) + size > room.serverBytes) return full('server');
  const id = court.makeId();
  await transaction.createFile({ id, owner, name, size, createdAt: court.now() });
  return accepted({ id });
};

function full(whose: 'account' | 'server') {
  return refused('files_full', { params: { whose } });
}

/** Finishing again is answered like the first time: who asked may not have heard. */
export const finishUpload: Judge<'finish-upload'> = async ({ account, id, facts }, court) => {
  const file = await ownUpload(account, id, court);
  if (!file.ok) return file;
  if (file.value.type === undefined) await court.transaction.finishFile(id, facts);
  return accepted(toFileView((await court.transaction.file(id))!));
};

export const describeUpload: Judge<'describe-upload'> = async ({ account, id, description }, court) => {
  const file = await ownUpload(account, id, court);
  if (!file.ok) return file;
  await court.transaction.describeFile(id, description);
  return accepted({ ...file.value, description });
};

export const removeUpload: Judge<'remove-upload'> = async ({ account, id }, court) => {
  const file = await ownUpload(account, id, court);
  if (!file.ok) return file;
  await court.transaction.removeFile(id);
  court.changes.removedFiles.push(id);
  return accepted(undefined);
};

export const expireUploads: Judge<'expire-uploads'> = async (_, { transaction, changes, now }) => {
  const ids = await transaction.openFilesBefore(now() - LIMITS.uploadLifetimeMs, {
    unfinished: now() - LIMITS.unfinishedUploadMs,
    msPerByte: LIMITS.unfinishedUploadMsPerByte,
    limit: EXPIRED_AT_ONCE,
  });
  for (const id of ids) await transaction.removeFile(id);
  changes.removedFiles.push(...ids);
  return accepted({ more: ids.length === EXPIRED_AT_ONCE });
};

/** Files of a post, whole and in no message: each is used once. */
export async function filesToPost(account: string, ids: readonly string[], court: Court): Promise<Result<FileRow[]>> {
  if (new Set(ids).size < ids.length) return refused('file_unknown');
  const files: FileRow[] = [];
  for (const id of ids) {
    const file = await ownUpload(account, id, court);
    if (!file.ok || file.value.type === undefined) return refused('file_unknown');
    files.push(file.value);
  }
  return accepted(files);
}

export async function ownUpload(account: string, id: string, { transaction }: Court): Promise<Result<FileRow>> {
  const file = await transaction.file(id);
  if (!file || file.owner !== account || file.room !== undefined || file.isPicture) return refused('not_found');
  return accepted(file);
}
