import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Doorbell, doorbellLayout } from './doorbell.ts';

function newDoorbell() {
  const memory = doorbellLayout.view(new SharedArrayBuffer(doorbellLayout.byteLength));
  return { sleeper: new Doorbell(memory), ringer: new Doorbell(memory) };
}

const never = () => false;

test('nobody sleeps while there is something to do', async () => {
  const { sleeper } = newDoorbell();
  assert.equal(await sleeper.sleep({ ready: () => true }), 'ready');
  assert.equal(sleeper.sleepBlocking({ ready: () => true }), 'ready');
});

test('a ring wakes the sleeper', async () => {
  const { sleeper, ringer } = newDoorbell();
  const sleeping = sleeper.sleep({ ready: never });
  ringer.ring();
  assert.equal(await sleeping, 'rung');
});

test('a ring between the look and the sleep is not lost', async () => {
  const { sleeper, ringer } = newDoorbell();
  const ringsAfterTheLook = () => {
    ringer.ring();
    return false;
  };
  assert.equal(await sleeper.sleep({ ready: ringsAfterTheLook }), 'rung');
  assert.equal(sleeper.sleepBlocking({ ready: ringsAfterTheLook }), 'rung');
});

test('a ring while awake is not kept: the sleeper looks for itself', () => {
  const { sleeper, ringer } = newDoorbell();
  ringer.ring();
  assert.equal(sleeper.sleepBlocking({ ready: never, timeoutMs: 1 }), 'timedOut');
});

test('sleep ends after its time', async () => {
  const { sleeper } = newDoorbell();
  assert.equal(await sleeper.sleep({ ready: never, timeoutMs: 1 }), 'timedOut');
});

test('stop wakes the sleeper, and nobody sleeps until it is opened again', async () => {
  const { sleeper, ringer } = newDoorbell();
  const sleeping = sleeper.sleep({ ready: never });
  ringer.stop();
  assert.equal(await sleeping, 'stopped');
  assert.equal(await sleeper.sleep({ ready: never }), 'stopped');
  assert.equal(sleeper.sleepBlocking({ ready: () => true }), 'stopped');
  assert.ok(sleeper.isStopped);
  ringer.reopen();
  assert.equal(sleeper.sleepBlocking({ ready: () => true }), 'ready');
});

test('any exit wakes the sleeper, also when a ringer died before its notify', async () => {
  const memory = doorbellLayout.view(new SharedArrayBuffer(doorbellLayout.byteLength));
  const sleeping = new Doorbell(memory).sleep({ ready: never });
  const awake = 0;
  Atomics.store(memory.state, 0, awake);
  new Doorbell(memory).threadExited();
  assert.equal(await sleeping, 'rung');
});

test('whoever follows a dead sleeper can sleep and be woken', async () => {
  const { sleeper, ringer } = newDoorbell();
  void sleeper.sleep({ ready: never });
  const successor = ringer.sleep({ ready: never });
  sleeper.ring();
  assert.equal(await successor, 'rung');
});
