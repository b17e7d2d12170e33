import { hash } from 'node:crypto';
import type { Coding } from './content-coding.ts';
import type { FileVersion } from './file-version.ts';
import type { Validators } from './preconditions.ts';

/** A file in one content coding, as the folder's table knows it, before anybody looked at its content. */
export interface Source {
  /** The folder it must not lead out of. */
  readonly root: string;
  readonly path: string;
  readonly type: string;
  readonly cacheControl: string;
  readonly extraHeaders: readonly string[];
  /** There are precompressed siblings, so the answer depends on Accept-Encoding. */
  readonly varies: boolean;
  /** Where this is such a sibling: what it was made from. */
  readonly encoded: { readonly coding: Coding; readonly originalPath: string } | undefined;
  /** The watcher saw a change: look again before the next answer. */
  isDue: boolean;
}

/** A source's content as it was at `version`: everything that an answer needs, in the shape that `writeHead` takes. */
export interface Representation extends Validators {
  readonly source: Source;
  readonly version: FileVersion;
  readonly byteLength: number;
  /** Undefined for a large file, which is streamed. */
  readonly bytes: Buffer | undefined;
  /** Names and values in turn, without Content-Length. */
  readonly headers: readonly string[];
  readonly fullHeaders: readonly string[];
  readonly notModifiedHeaders: readonly string[];
}

export function createRepresentation(source: Source, version: FileVersion, bytes?: Buffer): Representation {
  const etag = bytes ? `"${hash('sha256', bytes, 'base64url').slice(0, 27)}"` : weakTag(version);
  const lastModified = new Date(Math.min(version.modifiedAt, Date.now())).toUTCString();
  const byteLength = bytes?.byteLength ?? version.byteLength;
  const notModifiedHeaders = ['ETag', etag, 'Last-Modified', lastModified, 'Cache-Control', source.cacheControl];
  if (source.varies) notModifiedHeaders.push('Vary', 'Accept-Encoding');
  const headers = [
    'Content-Type',
    source.type,
    ...notModifiedHeaders,
    'Accept-Ranges',
    'bytes',
    ...source.extraHeaders,
  ];
  if (source.encoded) headers.push('Content-Encoding', source.encoded.coding);
  const fullHeaders = [...headers, 'Content-Length', String(byteLength)];
  return { source, version, etag, lastModified, byteLength, bytes, headers, fullHeaders, notModifiedHeaders };
}

function weakTag({ byteLength, modifiedAt, inode }: FileVersion): string {
  return `W/"${byteLength.toString(36)}-${Math.round(modifiedAt * 1000).toString(36)}-${inode.toString(36)}"`;
}
