import type { Command } from '@skein/command-line/command';

export const DEFAULT_TIMEOUT_S = 30;

const options = {
  output: { short: 'o', value: 'FILE', help: 'write the body to this file' },
  head: { short: 'I', help: 'ask for the headers only' },
  location: { short: 'L', help: 'follow redirects, at most 10' },
  timeout: {
    short: 't',
    value: 'SECONDS',
    help: 'give up when nothing arrives for so long',
    fallback: `${DEFAULT_TIMEOUT_S}`,
  },
} as const;

export const GET: Command<typeof options> = {
  name: 'get',
  summary: 'fetch a page over HTTP: get HOST PORT PATH, or get URL',
  usage: ['[options] HOST PORT PATH', '[options] URL             http:// or https://'],
  about: `Fetches one page over HTTP/1.1. Status and headers go to standard error, the body
goes to standard output.`,
  words: ['anything', 'anything', 'anything'],
  options,
  exitCodes: {
    0: 'the answer is a success (2xx) and came whole',
    1: 'the answer is another one: an error (4xx, 5xx), or a redirect that was not followed',
    2: 'there is no whole answer: no connection, no HTTP, cut short, no place to write it, or a mistake in the command',
  },
  examples: [
    'skein get localhost 8085 /chat/',
    'skein get -o page.html https://chat.example.org/',
    'skein get -I localhost 8085 /api/ready',
  ],
};
