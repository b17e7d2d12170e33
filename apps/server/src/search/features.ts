import type { SearchFeature } from '@skein/protocol/search-query';

/** One bit of a document for each feature, and one for a document that is gone. */
export const FLAGS = { gone: 1, link: 2, code: 4, file: 8, image: 16 } as const satisfies Record<
  SearchFeature | 'gone',
  number
>;

const LINK = /\bhttps?:\/\/[^\s<>]/iu;
const CODE = /`[^`\n]+`|^ {0,3}(?:```|~~~)/mu;

/** What `has:` can ask of a body. */
export function featuresOf(body: string): number {
  return (LINK.test(body) ? FLAGS.link : 0) | (CODE.test(body) ? FLAGS.code : 0);
}
