import { open, type FileHandle } from 'node:fs/promises';
import { fileKind } from '@skein/protocol/file-kind';
import { idSchema } from '@skein/protocol/ids';
import { create as contentDisposition } from 'content-disposition';
import type { Router } from 'express';
import { statsToVersion } from '../site/file-version.ts';
import { sendOpened, type Sent } from '../site/send.ts';
import type { FileRow } from '../storage/rows.ts';
import { endpoint, strictRouter } from './endpoint.ts';
import { loggedIn, type SessionHandler } from './guards.ts';
import { refuse } from './reply.ts';
import type { Services } from './services.ts';

/** A document made of it can do nothing: no script, no form, no frame, nothing loaded, and an origin of its own. */
const POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";
/**
 * Under its name a file never changes, and so a browser keeps its bytes; but it asks each time whether they may be shown still: not
 * after a log-out, a removal or a deletion.
 */
const CACHE = 'private, no-cache';

/** /files: only to those who may read the message that a file is in, which is asked anew every time. */
export function filesRouter(services: Services): Router {
  const router = strictRouter();
  endpoint(router, '/files/:file', { GET: loggedIn(services, showFile(services, 'whole')) });
  endpoint(router, '/files/:file/thumbnail', { GET: loggedIn(services, showFile(services, 'thumbnail')) });
  return router;
}

/** With `?download` it is saved, whatever it is. */
function showFile({ reads, files }: Services, which: 'whole' | 'thumbnail'): SessionHandler {
  return async ({ params, request, who }) => {
    const id = idSchema.safeParse(params['file']);
    const file = id.success ? await reads.file({ id: id.data, account: who.account.id }) : undefined;
    if (file?.type === undefined || (which === 'thumbnail' && !file.thumbnail)) return refuse('not_found');
    const handle = await openIfThere(which === 'whole' ? files.wholePath(file.id) : files.thumbnailPath(file.id));
    if (!handle) return refuse('not_found');
    const type = which === 'whole' ? file.type : 'image/webp';
    const sent = await toSend(handle, file, { type, isSaved: 'download' in request.query });
    return { status: 200, write: (response) => sendOpened(request, response, sent, handle) };
  };
}

/** Its row says that it is there; a backup that was put back without its files says otherwise. */
async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * What is sent under a type of its own is only what no browser runs anything of; everything else is bytes, to be saved. The
 * type was found out from the content, and the browser is told not to guess another.
 */
async function toSend(
  handle: FileHandle,
  { id, name, createdAt }: FileRow,
  { type, isSaved }: { type: string; isSaved: boolean },
): Promise<Sent> {
  const isShown = fileKind(type) !== 'other';
  const version = statsToVersion(await handle.stat(), 0);
  const etag = `"${id}-${version.byteLength.toString(36)}"`;
  const lastModified = new Date(createdAt).toUTCString();
  const notModifiedHeaders = ['ETag', etag, 'Last-Modified', lastModified, 'Cache-Control', CACHE];
  const headers = [
    ...notModifiedHeaders,
    'Content-Type',
    isShown ? type : 'application/octet-stream',
    'Content-Disposition',
    contentDisposition(name, { type: isShown && !isSaved ? 'inline' : 'attachment' }),
    'Content-Security-Policy',
    POLICY,
    'Accept-Ranges',
    'bytes',
  ];
  const { byteLength } = version;
  const fullHeaders = [...headers, 'Content-Length', String(byteLength)];
  return { version, etag, lastModified, byteLength, headers, fullHeaders, notModifiedHeaders };
}
