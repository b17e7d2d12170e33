import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isServe } from './command.js';

test('the server is what starts without a command, with options alone, or by its name', () => {
  for (const args of [[], ['serve'], ['-p', '80'], ['--port=80', 'get'], ['serve', '--help']]) assert.ok(isServe(args));
});

test('another command, a question and a mistake are answered once', () => {
  for (const args of [['get', 'x'], ['--version'], ['-h'], ['--help'], ['help'], ['9000'], ['']]) {
    assert.ok(!isServe(args));
  }
});
