import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BlobStorage, memoryBlobs } from '@skein/client/attachments';
import { FakeClock } from '@skein/client/testing/fake-clock';
import { Uploads } from '@skein/client/uploads';
import { Attaching } from './attaching.ts';
import { ChosenFiles } from './chosen-files.ts';
import type { Memory } from './memory.ts';
import { mapMemory } from './testing.ts';

/** A browser in which the page is opened again and again, with a server that never answers. */
function browser() {
  const [memory, blobs] = [mapMemory(), memoryBlobs()];
  return { memory, blobs, opens: () => page(memory.otherTab(), blobs) };
}

let made = 0;
function page(memory: Memory, storage: BlobStorage): Attaching {
  const silence = (): Promise<never> => new Promise(() => {});
  const { now, setTimer, clearTimer } = new FakeClock();
  const uploads = new Uploads({
    rest: {
      createUpload: silence,
      showUpload: silence,
      sendBytes: silence,
      describeUpload: silence,
      removeUpload: silence,
    },
    platform: { now, setTimer, clearTimer, randomBytes: (bytes) => bytes.fill(++made) },
    storage,
    report: (error) => assert.fail(String(error)),
  });
  return new Attaching(uploads, new ChosenFiles(memory, 'ada'));
}

const file = (name: string, content = name): File => new File([content], name, { type: 'text/plain' });
const namesIn = (attaching: Attaching, room: string): string[] => attaching.in(room).value.map(({ name }) => name);
/** Until what the storage was asked for is there. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function comesBack(attaching: Attaching, room: string): Promise<string[]> {
  attaching.in(room);
  await settled();
  return namesIn(attaching, room);
}

test('files that were chosen and not sent are there after a reload, as they were described', async () => {
  const { opens } = browser();
  const before = opens();
  before.add('lobby', [file('red.txt'), file('blue.txt')]);
  before.add('club', [file('green.txt')]);
  before.describe('lobby', before.in('lobby').value[0]!.key, 'red wool');
  before.remove('lobby', before.in('lobby').value[1]!.key);
  before.close();

  const after = opens();
  assert.deepEqual(await comesBack(after, 'lobby'), ['red.txt']);
  const [red] = after.in('lobby').value;
  assert.equal(red!.description, 'red wool');
  assert.equal(await after.blobOf(red!.key)!.text(), 'red.txt');
  after.take('lobby');
  assert.deepEqual(await comesBack(opens(), 'lobby'), []);
  assert.deepEqual(await comesBack(opens(), 'club'), ['green.txt']);
});

test('two tabs choose files in the same room and neither takes the other’s away', async () => {
  const { opens } = browser();
  const [one, two] = [opens(), opens()];
  await Promise.all([comesBack(one, 'lobby'), comesBack(two, 'lobby')]);
  one.add('lobby', [file('one.txt')]);
  two.add('lobby', [file('two.txt')]);
  const third = opens();
  third.add('lobby', [file('three.txt')]);
  assert.deepEqual(await comesBack(third, 'lobby'), ['one.txt', 'two.txt', 'three.txt']);

  // Sent while another tab begins to show it.
  const fourth = opens();
  fourth.in('lobby');
  two.take('lobby');
  assert.deepEqual(await comesBack(fourth, 'lobby'), ['one.txt', 'three.txt']);
  assert.deepEqual(await comesBack(opens(), 'lobby'), ['one.txt', 'three.txt']);
});

test('what one tab removes or sends is chosen in no other any more, and what is sent stays kept for that', async () => {
  const { opens, blobs } = browser();
  const one = opens();
  one.add('lobby', [file('red.txt'), file('blue.txt')]);
  const two = opens();
  assert.deepEqual(await comesBack(two, 'lobby'), ['red.txt', 'blue.txt']);
  two.add('lobby', [file('green.txt')]);
  const [red, blue] = one.in('lobby').value;
  one.remove('lobby', red!.key);
  assert.deepEqual(namesIn(two, 'lobby'), ['blue.txt', 'green.txt']);
  assert.equal(two.stateOf(red!.key), undefined, 'it is not on its way any more');
  assert.deepEqual(one.take('lobby'), [blue]);
  assert.deepEqual(namesIn(two, 'lobby'), ['green.txt']);
  assert.ok(await blobs.get(blue!.key));
  assert.deepEqual(await comesBack(opens(), 'lobby'), ['green.txt']);
});

test('what the browser has lost is left out, and what is forgotten stays away', async () => {
  const { opens, blobs, memory } = browser();
  const before = opens();
  before.add('lobby', [file('kept.txt'), file('lost.txt')]);
  await blobs.remove(before.in('lobby').value[1]!.key);
  const after = opens();
  assert.deepEqual(await comesBack(after, 'lobby'), ['kept.txt']);
  after.forget();
  assert.equal(memory.read('files.ada'), undefined);
  memory.write('files.ada', '{"no');
  assert.deepEqual(await comesBack(opens(), 'lobby'), []);
});

test('there is an end to what is kept', async () => {
  const { memory } = browser();
  const chosen = new ChosenFiles(memory, 'ada');
  const attachment = (key: string, megabytes: number) => ({
    ...{ key, name: key, type: '', description: '' },
    size: megabytes * 1024 * 1024,
  });
  const [first, large, small] = [attachment('first', 200), attachment('large', 57), attachment('small', 50)];
  assert.deepEqual(chosen.change('lobby', [], [first]), [first]);
  assert.deepEqual(chosen.change('club', [], [large]), []);
  assert.deepEqual(chosen.change('club', [large], [small]), [small]);
  assert.deepEqual(chosen.in('club'), [small]);
});
