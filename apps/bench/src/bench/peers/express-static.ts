import { createServer } from 'node:http';
import express, { type NextFunction, type Request, type Response } from 'express';
import { announce } from './announce.ts';

// A folder served by Express as its manual shows it, in one thread. Arguments: the folder, and how many milliseconds each
// answer takes, in which its thread does nothing else: as Skein's --delay does.

const [folder = '.', delay = '0'] = process.argv.slice(2);
const delayMs = Number(delay);
const nobody = new Int32Array(new SharedArrayBuffer(4));
const app = express();
if (delayMs > 0) app.use(holdBack);
app.use(express.static(folder));
announce(createServer(app));

function holdBack(_request: Request, _response: Response, next: NextFunction): void {
  Atomics.wait(nobody, 0, 0, delayMs);
  next();
}
