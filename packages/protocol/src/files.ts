import { z } from 'zod';
import { idSchema } from './ids.ts';

/**
 * A file of a message, as everybody in the room sees it. What it is was found out from its content. `width` and `height` are
 * those of an image or a video, upright; with `thumbnail` there is a small image of it.
 */
export const fileViewSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** A MIME type. */
  type: z.string(),
  /** In bytes. */
  size: z.number().int().nonnegative(),
  width: z.number().int().positive().optional(),
  height: z.number().int().positive().optional(),
  thumbnail: z.boolean().optional(),
  durationMs: z.number().int().nonnegative().optional(),
  /** What is to be seen or heard, in its sender's words. */
  description: z.string().optional(),
});
export type FileView = z.infer<typeof fileViewSchema>;

// Uploading: POST /api/uploads, then the bytes in one or more PATCH /api/uploads/:id, then the id in a message's `files`.

/** POST /api/uploads → 201 UploadView */
export const createUploadSchema = z.object({ name: z.string(), size: z.number().int().nonnegative() });
export type CreateUpload = z.infer<typeof createUploadSchema>;

/** PUT /api/uploads/:id → 200 UploadView, until the file is posted */
export const describeUploadSchema = z.object({ description: z.string() });

/**
 * Answer of every call under /api/uploads. `offset` is how many bytes the server has: the next PATCH goes on there. `file` is
 * there once it has all of them and knows what they are.
 */
export const uploadViewSchema = z.object({
  id: idSchema,
  offset: z.number().int().nonnegative(),
  size: z.number().int().nonnegative(),
  file: fileViewSchema.optional(),
});
export type UploadView = z.infer<typeof uploadViewSchema>;
