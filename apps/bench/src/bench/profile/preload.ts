import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { BroadcastChannel, isMainThread, threadId, threadName } from 'node:worker_threads';

// Loaded into every thread of the server before its own code. SIGUSR2 starts the profilers of all threads, and the next one
// stops them; each then writes its profile into the folder that BENCH_PROFILES names.

const SAMPLE_MICROSECONDS = 250;
const folder = process.env['BENCH_PROFILES'] ?? '.';
const channel = new BroadcastChannel('bench-profile');
const session = new Session();
let isProfiling = false;

session.connect();
session.post('Profiler.enable');
session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
channel.onmessage = toggle;
// Typed as of the browser, where a channel holds nothing open.
(channel as unknown as { unref(): void }).unref();

if (isMainThread) {
  process.on('SIGUSR2', () => {
    channel.postMessage('toggle');
    toggle();
  });
}

function toggle(): void {
  isProfiling = !isProfiling;
  if (isProfiling) return session.post('Profiler.start');
  session.post('Profiler.stop', (error, result) => {
    if (error) throw error;
    const name = isMainThread ? 'main' : threadName || 'thread';
    writeFileSync(
      join(folder, `${name.replaceAll(/\W+/g, '-')}.${threadId}.cpuprofile`),
      JSON.stringify(result.profile),
    );
  });
}
