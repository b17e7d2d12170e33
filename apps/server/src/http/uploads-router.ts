import { idSchema } from '@skein/protocol/ids';
import { createUploadSchema, describeUploadSchema, type UploadView } from '@skein/protocol/files';
import { UPLOAD_CONTENT_TYPE, UPLOAD_OFFSET_HEADER } from '@skein/protocol/upload-calls';
import type { RequestHandler, Router } from 'express';
import { checkDescription, checkFileName } from '../files/file-name.ts';
import { receiveBytes } from '../files/receive-bytes.ts';
import { accepted, refused, type Result } from '../result.ts';
import { toFileView } from '../storage/file-view.ts';
import type { FileRow } from '../storage/rows.ts';
import { endpoint, strictRouter } from './endpoint.ts';
import { loggedIn, rated, type SessionCall, type SessionHandler } from './guards.ts';
import { parse } from './parse.ts';
import { badRequest, created, noContent, ok, refusal, refuse, replyTo, type Reply } from './reply.ts';
import type { Services } from './services.ts';

/** The chat needs room of its own to go on: no file takes the last of it. */
const KEPT_FREE_BYTES = 256 * 1024 * 1024;

type UploadHandler = (call: SessionCall, services: Services, upload: FileRow) => Promise<Reply>;

/**
 * /uploads: what becomes the files of messages. The shape is that of tus (an upload is made, then its bytes come in as many
 * PATCHes as it takes, each at the offset where the last one ended), its calls and refusals those of this API.
 */
export function uploadsRouter(services: Services): Router {
  const router = strictRouter();
  /** Of an upload of the caller's own that is in no message yet. */
  const ofOwn =
    (handler: UploadHandler): SessionHandler =>
    async (call) => {
      const id = idSchema.safeParse(call.params['upload']);
      const account = call.who.account.id;
      const file = id.success ? await services.reads.file({ id: id.data, account }) : undefined;
      return file && file.room === undefined && !file.isPicture ? handler(call, services, file) : refuse('not_found');
    };
  /** Also once it is in a message: whoever has not heard that it was posted asks again, and posts it again as it was. */
  const showOwn: SessionHandler = async (call) => {
    const id = idSchema.safeParse(call.params['upload']);
    const account = call.who.account.id;
    const file = id.success ? await services.reads.file({ id: id.data, account }) : undefined;
    return file?.owner === account ? showUpload(call, services, file) : refuse('not_found');
  };
  endpoint(router, '/uploads', {
    POST: loggedIn(
      services,
      rated(services, 'upload', (call) => createUpload(call, services)),
    ),
  });
  endpoint(router, '/uploads/:upload', {
    GET: loggedIn(services, showOwn),
    PATCH: loggedIn(services, rated(services, 'chunk', ofOwn(takeBytes))),
    PUT: loggedIn(services, rated(services, 'change', ofOwn(describe))),
    DELETE: loggedIn(services, ofOwn(cancel)),
  });
  return router;
}

/** The one body that is no JSON: it is left for `takeBytes`. */
export function isUploadedBytes({ method, path, headers }: Parameters<RequestHandler>[0]): boolean {
  return method === 'PATCH' && path.startsWith('/uploads/') && headers['content-type'] === UPLOAD_CONTENT_TYPE;
}

async function createUpload({ body, who }: SessionCall, services: Services): Promise<Reply> {
  const sent = parse(createUploadSchema, body);
  if (!sent.ok) return refusal(sent.error);
  const name = checkFileName(sent.value.name);
  if (!name.ok) return refusal(name.error);
  const { size } = sent.value;
  const made = await beginUpload(services, { account: who.account.id, name: name.value, size });
  return replyTo(made, ({ id }) => created({ id, offset: 0, size } satisfies UploadView));
}

/** @param limit in bytes, where there is one besides that of every file */
export async function beginUpload(
  { config, files, submit }: Services,
  { account, name, size, limit = Infinity }: { account: string; name: string; size: number; limit?: number },
): Promise<Result<{ readonly id: string }>> {
  const { fileBytes, accountBytes, serverBytes } = config.files;
  const most = Math.min(fileBytes, limit);
  if (fileBytes === 0) return refused('uploads_off');
  if (size > most) return refused('file_too_large', { params: { limit: most } });
  if ((await files.freeBytes()) - size < KEPT_FREE_BYTES) return refused('files_full', { params: { whose: 'server' } });
  return submit({ kind: 'create-upload', account, name, size, room: { accountBytes, serverBytes } });
}

const showUpload: UploadHandler = async (_, { files }, upload) => {
  const { id, size, type } = upload;
  if (type !== undefined) return ok(whole(upload));
  return ok({ id, size, offset: await files.uploadedBytes(id) } satisfies UploadView);
};

/**
 * Takes bytes at the offset where those before ended, and finishes the upload with the last of them; one without bytes
 * finishes an upload whose end was cut. Two at a time do no harm: both write the same bytes to the same places, and what is
 * made of them is a copy.
 */
const takeBytes: UploadHandler = async ({ request, who }, services, upload) => {
  const { id, size, type } = upload;
  if (type !== undefined) return ok(whole(upload));
  const offset = offsetOf(request.headers[UPLOAD_OFFSET_HEADER]);
  if (offset === undefined) return badRequest(`${UPLOAD_OFFSET_HEADER}: expected a number`);
  const received = await receive(request, services, { id, size, offset });
  if (!received.ok) return refusal(received.error);
  if (received.value < size) return ok({ id, offset: received.value, size } satisfies UploadView);
  return finish(who.account.id, services, upload);
};

export async function receive(
  request: SessionCall['request'],
  { files }: Services,
  { id, size, offset }: { id: string; size: number; offset: number },
): Promise<Result<number>> {
  await using handle = await files.openUpload(id);
  const { size: present } = await handle.stat();
  if (offset !== present) return refused('wrong_offset', { params: { offset: present } });
  const received = await receiveBytes(request, handle, { offset, limit: size });
  if (received.isTooMuch) return refused('bad_request', { params: { reason: 'body: more than the upload has' } });
  return accepted(received.offset);
}

async function finish(account: string, { ask, files, submit }: Services, { id }: FileRow): Promise<Reply> {
  const prepared = await ask({ kind: 'prepare-file', account, id, as: 'file' });
  if (!prepared.ok) {
    // Refused for good: it never becomes a file, and its room is free again.
    if (prepared.error.retryAfterMs === undefined) await submit({ kind: 'remove-upload', account, id });
    return refusal(prepared.error);
  }
  const finished = await submit({ kind: 'finish-upload', account, id, facts: prepared.value });
  if (!finished.ok) return refusal(finished.error);
  await files.removeUpload(id);
  const file = finished.value;
  return ok({ id, offset: file.size, size: file.size, file } satisfies UploadView);
}

const describe: UploadHandler = async ({ body, who }, { submit }, upload) => {
  const sent = parse(describeUploadSchema, body);
  if (!sent.ok) return refusal(sent.error);
  const description = checkDescription(sent.value.description);
  if (!description.ok) return refusal(description.error);
  const asked = { account: who.account.id, id: upload.id, description: description.value };
  const described = await submit({ kind: 'describe-upload', ...asked });
  return described.ok ? noContent : refusal(described.error);
};

const cancel: UploadHandler = async ({ who }, { submit }, { id }) => {
  const removed = await submit({ kind: 'remove-upload', account: who.account.id, id });
  return removed.ok ? noContent : refusal(removed.error);
};

function whole(file: FileRow): UploadView {
  return { id: file.id, offset: file.size, size: file.size, file: toFileView(file) };
}

function offsetOf(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}
