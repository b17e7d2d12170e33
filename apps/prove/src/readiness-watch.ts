import { request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

// The entry of a thread that asks a server over and over whether it is ready, each time on a connection of its own. It says `watching`
// after the first yes, and then when it first heard no, in milliseconds since 1970. A thread, because the loop of whoever holds a
// thousand clients is late for everything while they all are told something.

const { url } = workerData as { url: string };

await untilAnswered((status) => status === 200);
parentPort!.postMessage('watching');
// Who is not answered at all is told as much as by a 503.
await untilAnswered((status) => status !== 200);
parentPort!.postMessage(performance.timeOrigin + performance.now());

async function untilAnswered(isIt: (status: number) => boolean): Promise<void> {
  while (!isIt(await askedForStatus()));
}

function askedForStatus(): Promise<number> {
  return new Promise((resolve) => {
    const asked = request(`${url}/api/ready`, { agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', () => resolve(0)).end();
  });
}
