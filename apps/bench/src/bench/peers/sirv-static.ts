import { createServer } from 'node:http';
import sirv from 'sirv';
import { announce } from './announce.ts';

// A folder served by sirv as its manual shows it for production: it lists the folder once. Argument: the folder.

announce(createServer(sirv(process.argv[2] ?? '.', { etag: true })));
