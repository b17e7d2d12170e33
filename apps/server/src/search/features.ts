import { fileKind } from '@skein/protocol/file-kind';
import type { SearchFeature } from '@skein/protocol/search-query';
import type { SourceMessage } from './search-source.ts';

/** One bit of a document for each feature, and one for a document that is gone. */
export const FLAGS = { gone: 1, link: 2, code: 4, file: 8, image: 16 } as const satisfies Record<
  SearchFeature | 'gone',
  number
>;

const LINK = /\bhttps?:\/\/[^\s<>]/iu;
const CODE = /`[^`\n]+`|^ {0,3}(?:```|~~~)/mu;

/** What `has:` can ask of a message. */
export function featuresOf({ body, files }: Pick<SourceMessage, 'body' | 'files'>): number {
  return (
    (LINK.test(body) ? FLAGS.link : 0) |
    (CODE.test(body) ? FLAGS.code : 0) |
    (files.length > 0 ? FLAGS.file : 0) |
    (files.some(({ type }) => fileKind(type) === 'image') ? FLAGS.image : 0)
  );
}
