// Stands in the built page for the parts of markdown-it that markdown.ts leaves out (see vite.config.ts): entities, links
// that it would find by itself, and hosts in other scripts, which the browser's own URL writes.

export const decodeHTMLStrict = (text: string): string => text;

export class LinkifyIt {
  add(): this {
    return this;
  }
}

const punycode = { toASCII: decodeHTMLStrict, toUnicode: decodeHTMLStrict };
// oxlint-disable-next-line import/no-default-export -- as punycode.js has it
export default punycode;
