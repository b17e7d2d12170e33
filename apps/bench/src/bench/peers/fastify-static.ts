import { resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import { fastify } from 'fastify';

// A folder served by Fastify as its manual shows it. Argument: the folder.

const app = fastify();
await app.register(fastifyStatic, { root: resolve(process.argv[2] ?? '.') });
const url = await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`listening on ${new URL(url).port}\n`);
