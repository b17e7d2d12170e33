import { createServer } from 'node:http';
import express, { type NextFunction, type Request, type Response } from 'express';
import { announce } from './announce.ts';

// A folder served by Express as its manual shows it, in one thread. Arguments: the folder, and how many milliseconds each
// answer waits.

const [folder = '.', delay = '0'] = process.argv.slice(2);
const app = express();
const waitMs = Number(delay);
if (waitMs > 0)
  app.use((_request: Request, _response: Response, next: NextFunction) => void setTimeout(() => next(), waitMs));
app.use(express.static(folder));
announce(createServer(app));
