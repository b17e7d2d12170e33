import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Form } from './form.ts';
import type { Trouble } from './trouble.ts';

const form = () =>
  new Form<'name'>({
    fieldByCode: { name_taken: 'name' },
    troubleWords: (trouble) => (trouble === 'offline' ? trouble : trouble.code),
  });

test('a refusal is said at the field it is about, else above all of them', async () => {
  const atField = form();
  assert.equal(await atField.submit(async () => ({ code: 'name_taken' })), false);
  assert.deepEqual([atField.at('name'), atField.whole], ['name_taken', undefined]);
  const above = form();
  await above.submit(async () => 'offline');
  assert.deepEqual([above.at('name'), above.whole], [undefined, 'offline']);
});

test('a form is sent once, however often it is pressed', async () => {
  const pressed = form();
  let sent = 0;
  let answer: (trouble: Trouble | undefined) => void = () => {};
  const send = () => {
    sent++;
    return new Promise<Trouble | undefined>((resolve) => (answer = resolve));
  };
  const first = pressed.submit(send);
  assert.equal(await pressed.submit(send), false);
  answer(undefined);
  assert.equal(await first, true);
  assert.deepEqual([sent, pressed.isBusy.value], [1, false]);
});
