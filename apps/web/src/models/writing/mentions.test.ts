import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Names } from '../names.ts';
import { mapMemory } from '../testing.ts';
import { Mentionable } from './mentionable.ts';
import { withNames } from '@skein/protocol/mention-text';
import { withTokens } from './mentions.ts';

const people = [
  { id: 'a1', name: 'Ada' },
  { id: 'a2', name: 'Ada Lovelace' },
  { id: 'z', name: 'Zoë' },
];
const nameOf = (id: string): string | undefined => people.find((person) => person.id === id)?.name;

test('the name of somebody known is a mention, the longest that fits', () => {
  assert.equal(withTokens('@Ada, ask @ada lovelace (@Zoë)', people), '<@a1>, ask <@a2> (<@z>)');
  assert.equal(withTokens('@here and @room', people), '<@here> and <@room>');
});

test('addresses, longer words, strangers and code are no mentions', () => {
  for (const text of ['me@Ada.org', '@Adam', '@somebody', '`@Ada`', '```\n@Ada\n```', '<@Ada', 'no sign'])
    assert.equal(withTokens(text, people), text);
  assert.equal(withTokens('`@Ada` @Ada', people), '`@Ada` <@a1>');
});

test('a message that is edited has names, and of those nobody knows the tokens stay', () => {
  const body = 'see <@a2> and <@here> and <@gone>';
  assert.equal(withNames(body, nameOf), 'see @Ada Lovelace and @here and <@gone>');
  assert.equal(withTokens(withNames(body, nameOf), people), body);
});

test('members are offered by any part of their name, those mentioned before first, never oneself', async () => {
  const memory = mapMemory();
  const asked: string[] = [];
  const rest = {
    members: async (room: string) => {
      asked.push(room);
      const members = [...people, { id: 'me', name: 'Adam' }].map((person) => ({ ...person, role: 'member' as const }));
      return { ok: true as const, value: { members } };
    },
  };
  const make = (): Mentionable =>
    new Mentionable({ memory, rest, names: new Names(), pictures: { meet: () => {} }, account: () => 'me' });
  const mentionable = make();
  const find = async (query: string, from = mentionable): Promise<string[]> =>
    (await from.find('lobby', query)).map(({ name }) => name);
  assert.deepEqual(await find('ad'), ['Ada', 'Ada Lovelace']);
  assert.deepEqual(await find('love'), ['Ada Lovelace']);
  assert.deepEqual(await find('ro'), ['room']);
  assert.deepEqual(await find('nobody'), []);
  mentionable.mentioned({ id: 'a2', name: 'Ada Lovelace' });
  assert.deepEqual(await find('ad', make()), ['Ada Lovelace', 'Ada']);
  assert.equal(asked.length, 2);
});
