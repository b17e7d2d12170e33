import type { Refusal } from '@skein/protocol/errors';
import type { FileView } from '@skein/protocol/files';
import type { Attachment, BlobStorage, KeptBlob } from './attachments.ts';
import type { RestClient, Result } from './rest-client.ts';
import type { ClientPlatform } from './transport.ts';

/** How a file that was chosen stands. */
export type UploadState =
  | { readonly state: 'sending'; readonly sentBytes: number }
  | { readonly state: 'whole'; readonly file: FileView }
  /** The server will not take it as it is. */
  | { readonly state: 'failed'; readonly error: Refusal };

export interface UploadsOptions {
  readonly rest: Pick<RestClient, 'createUpload' | 'showUpload' | 'sendBytes' | 'describeUpload' | 'removeUpload'>;
  readonly platform: Pick<ClientPlatform, 'now' | 'setTimer' | 'clearTimer' | 'randomBytes'>;
  readonly storage: BlobStorage;
  readonly report: (error: unknown) => void;
}

const AT_ONCE = 2;
const NOTHING_SENT: UploadState = { state: 'sending', sentBytes: 0 };
const FILE_UNKNOWN: Refusal = { code: 'file_unknown' };
/** A piece is as large as goes in about a second, so that progress is seen and a cut costs little. */
const PIECE_BYTES = { first: 256 * 1024, least: 32 * 1024, most: 4 * 1024 * 1024 };
const PIECE_MS = { short: 500, long: 2_000 };
const RETRY_MS = { first: 1_000, most: 30_000 };

interface Job {
  readonly blob: Blob;
  readonly name: string;
  /** The server's, once it knows of it. */
  upload: string | undefined;
  state: UploadState;
  /** What the server was told is to be seen or heard in it. */
  described: string;
  pieceBytes: number;
  retryMs: number;
  isRunning: boolean;
  /** As far as this program knows; another tab may have removed it since. */
  isKept: boolean;
  readonly cancelled: AbortController;
}

/**
 * Brings files to the server, each in pieces, two at a time, and goes on where it was after every cut. Where the program has a
 * storage, what is to be kept goes on in another tab or after a reload.
 */
export class Uploads {
  readonly #options: UploadsOptions;
  readonly #jobs = new Map<string, Job>();
  readonly #loading = new Set<string>();
  /** Nobody has kept them. */
  readonly #lost = new Set<string>();
  readonly #listeners = new Set<() => void>();

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  /** Takes in a file and begins to send it. */
  add(blob: Blob, name: string): Attachment {
    const bytes = this.#options.platform.randomBytes(new Uint8Array(16));
    const key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    this.#begin(key, { blob, name }, false);
    return { key, name, size: blob.size, type: blob.type, description: '' };
  }

  /** undefined for what is not here, or not yet. */
  stateOf(key: string): UploadState | undefined {
    if (this.#lost.has(key)) return { state: 'failed', error: FILE_UNKNOWN };
    return this.#jobs.get(key)?.state;
  }

  /** The file itself, to be shown before it is sent. */
  blobOf(key: string): Blob | undefined {
    return this.#jobs.get(key)?.blob;
  }

  /** From now on they outlive the page, as far as the storage does. */
  keep(attachments: readonly Attachment[]): void {
    for (const { key } of attachments) this.#store(key);
  }

  /** Goes on with a file that was kept, in another tab or before this page was loaded. @returns whether it still is there */
  async takeUp(key: string): Promise<boolean> {
    if (this.#jobs.has(key)) return true;
    const kept = await this.#options.storage.get(key).catch(this.#options.report);
    if (kept && !this.#jobs.has(key)) this.#begin(key, kept, true);
    return this.#jobs.has(key);
  }

  /** The ids of a message's files, in order, once all are there as they are described; else why not. */
  ready(attachments: readonly Attachment[]): readonly string[] | 'waiting' | Refusal {
    const ids: string[] = [];
    let isWaiting = false;
    for (const attachment of attachments) {
      const job = this.#jobs.get(attachment.key);
      if (this.#lost.has(attachment.key)) return FILE_UNKNOWN;
      if (!job) this.#load(attachment);
      if (job?.state.state === 'failed') return job.state.error;
      // As the server keeps it.
      const description = attachment.description.trim();
      if (job?.state.state === 'whole' && job.described === description) ids.push(job.state.file.id);
      else isWaiting = true;
      if (job?.state.state === 'whole' && !job.isRunning) void this.#describe(job, description);
    }
    return isWaiting ? 'waiting' : ids;
  }

  /** Sends again what failed. What the server has forgotten begins anew; what was lost here is looked for. */
  retry(key: string): void {
    if (this.#lost.delete(key)) return this.#changed();
    const job = this.#jobs.get(key);
    if (!job || job.isRunning) return;
    job.upload = undefined;
    job.described = '';
    job.state = NOTHING_SENT;
    this.#changed();
  }

  cancel(key: string): void {
    const job = this.#jobs.get(key);
    this.forget([key]);
    if (job?.upload) void this.#options.rest.removeUpload(job.upload);
  }

  /** They are in a message, or nobody wants them any more. */
  forget(keys: readonly string[]): void {
    for (const key of keys) {
      this.#lost.delete(key);
      this.#options.storage.remove(key).catch(this.#options.report);
    }
    this.letGo(keys);
  }

  /** Another tab has removed them, or sends them: what is kept of them is its matter. */
  letGo(keys: readonly string[]): void {
    for (const key of keys) {
      this.#jobs.get(key)?.cancelled.abort();
      this.#jobs.delete(key);
    }
    this.#changed();
  }

  stop(): void {
    for (const { cancelled } of this.#jobs.values()) cancelled.abort();
  }

  /** @returns a function that ends the subscription */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #begin(key: string, { blob, name, upload }: Omit<KeptBlob, 'key'>, isKept: boolean): void {
    const fresh = { isKept, pieceBytes: PIECE_BYTES.first, retryMs: RETRY_MS.first, isRunning: false, described: '' };
    this.#jobs.set(key, { blob, name, upload, state: NOTHING_SENT, ...fresh, cancelled: new AbortController() });
    this.#changed();
  }

  /** Another tab, or this page before it was loaded again, has kept it. */
  #load({ key }: Attachment): void {
    if (this.#loading.has(key)) return;
    this.#loading.add(key);
    void this.takeUp(key).then((isHere) => {
      this.#loading.delete(key);
      if (!isHere) this.#lost.add(key);
      this.#changed();
    });
  }

  #changed(): void {
    const waiting = [...this.#jobs].filter(([, job]) => isWaiting(job));
    const running = [...this.#jobs.values()].filter(({ isRunning }) => isRunning).length;
    for (const [key, job] of waiting.slice(0, Math.max(0, AT_ONCE - running))) void this.#run(key, job);
    for (const listener of this.#listeners) listener();
  }

  async #run(key: string, job: Job): Promise<void> {
    job.isRunning = true;
    let isSure = job.upload === undefined;
    while (job.state.state === 'sending' && !job.cancelled.signal.aborted) {
      const answer = await this.#step(key, job, isSure);
      if (job.cancelled.signal.aborted) break;
      isSure = answer.ok || answer.error !== 'offline';
      if (!answer.ok) await this.#refused(key, job, answer);
      for (const listener of this.#listeners) listener();
    }
    job.isRunning = false;
    this.#changed();
  }

  /** One call: makes the upload, asks where it ends, or sends the next piece. */
  async #step(key: string, job: Job, isSure: boolean): Promise<Result<unknown>> {
    const { rest } = this.#options;
    if (job.upload === undefined) {
      const made = await rest.createUpload({ name: job.name, size: job.blob.size });
      if (made.ok) {
        job.upload = made.value.id;
        if (this.#options.storage.has(key)) this.#store(key);
      }
      return made;
    }
    const offset = job.state.state === 'sending' ? job.state.sentBytes : 0;
    const beganAt = this.#options.platform.now();
    const piece = job.blob.slice(offset, offset + job.pieceBytes);
    const answer = isSure
      ? await rest.sendBytes(job.upload, offset, piece, job.cancelled.signal)
      : await rest.showUpload(job.upload);
    if (!answer.ok) return answer;
    job.retryMs = RETRY_MS.first;
    if (isSure) adaptPiece(job, this.#options.platform.now() - beganAt);
    const { offset: sentBytes, file } = answer.value;
    job.state = file ? { state: 'whole', file } : { state: 'sending', sentBytes };
    if (file) job.described = file.description ?? '';
    return answer;
  }

  async #refused(key: string, job: Job, { error }: { error: Refusal | 'offline' }): Promise<void> {
    if (error === 'offline') return this.#pause(job, job.retryMs);
    if (error.retryAfterMs !== undefined) return this.#pause(job, error.retryAfterMs);
    if (error.code === 'wrong_offset') {
      job.state = { state: 'sending', sentBytes: Number(error.params?.['offset'] ?? 0) };
    } else if (error.code === 'not_found' && job.upload !== undefined) {
      if (job.isKept && !(await this.#options.storage.get(key))) return this.#fail(job, FILE_UNKNOWN);
      job.upload = undefined;
      job.state = NOTHING_SENT;
    } else this.#fail(job, error);
  }

  #fail(job: Job, error: Refusal): void {
    job.state = { state: 'failed', error };
  }

  #pause(job: Job, delayMs: number): Promise<void> {
    job.retryMs = Math.min(job.retryMs * 2, RETRY_MS.most);
    const { platform } = this.#options;
    return new Promise((resolve) => {
      const timer = platform.setTimer(resolve, delayMs);
      job.cancelled.signal.addEventListener('abort', () => {
        platform.clearTimer(timer);
        resolve();
      });
    });
  }

  async #describe(job: Job, description: string): Promise<void> {
    if (job.described === description || job.upload === undefined) return;
    job.isRunning = true;
    const answer = await this.#options.rest.describeUpload(job.upload, description);
    if (answer.ok) job.described = description;
    else if (answer.error === 'offline') await this.#pause(job, job.retryMs);
    else if (answer.error.retryAfterMs === undefined) this.#fail(job, answer.error);
    else await this.#pause(job, answer.error.retryAfterMs);
    job.isRunning = false;
    this.#changed();
  }

  #store(key: string): void {
    const job = this.#jobs.get(key);
    if (!job) return;
    job.isKept = true;
    const { blob, name, upload } = job;
    this.#options.storage.put({ key, blob, name, ...(upload && { upload }) }).catch(this.#options.report);
  }
}

function isWaiting({ state, isRunning, cancelled }: Job): boolean {
  return state.state === 'sending' && !isRunning && !cancelled.signal.aborted;
}

function adaptPiece(job: Job, tookMs: number): void {
  if (tookMs < PIECE_MS.short) job.pieceBytes = Math.min(job.pieceBytes * 2, PIECE_BYTES.most);
  if (tookMs > PIECE_MS.long) job.pieceBytes = Math.max(job.pieceBytes / 2, PIECE_BYTES.least);
}
