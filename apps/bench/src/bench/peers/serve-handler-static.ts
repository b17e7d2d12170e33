import { createServer } from 'node:http';
import serveHandler from 'serve-handler';
import { announce } from './announce.ts';

// A folder served by serve-handler, which is what `npx serve` runs, without its redirects to names without .html. Argument: the folder.

const folder = process.argv[2] ?? '.';
announce(
  createServer((request, response) => void serveHandler(request, response, { public: folder, cleanUrls: false })),
);
