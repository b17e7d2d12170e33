import { createServer } from 'node:http';
import express from 'express';
import { announce } from './announce.ts';

// A folder served by Express as its manual shows it, in one thread. Arguments: the folder, and how many milliseconds each
// answer waits.

const [folder = '.', delay = '0'] = process.argv.slice(2);
const app = express();
if (Number(delay) > 0) app.use((_request, _response, next) => void setTimeout(next, Number(delay)));
app.use(express.static(folder));
announce(createServer(app));
