// What clients need of uploads at run time: without the schemas, which bring a library along.

export type { CreateUpload, UploadView } from './files.ts';

/** Of a PATCH: where its first byte belongs. */
export const UPLOAD_OFFSET_HEADER = 'upload-offset';
/** Of a PATCH: bytes and nothing else, whatever they are. */
export const UPLOAD_CONTENT_TYPE = 'application/octet-stream';
