import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceName } from './device-name.ts';

test('browsers are called by their names, and other programs as they call themselves', () => {
  const named = (agent: string) => deviceName(agent, (browser, system) => `${browser} on ${system}`);
  assert.deepEqual(
    [
      'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
      'curl/8.14',
      '',
    ].map(named),
    ['Firefox on Linux', 'Edge on Windows', 'Safari on iOS', 'curl/8.14', ''],
  );
});
