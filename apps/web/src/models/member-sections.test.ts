import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareNames } from '../words/intl.ts';
import { memberSections } from './member-sections.ts';

const ada = { id: 'a', name: 'Ada', role: 'owner' } as const;
const lin = { id: 'l', name: 'lin', role: 'member' } as const;
const mo = { id: 'm', name: 'Mo', role: 'member' } as const;

test('who is here is first, each by name', () => {
  const here = new Map([mo, ada].map((person) => [person.id, person]));
  const sections = memberSections([mo, lin, ada], here, compareNames);
  assert.deepEqual(sections.here, [ada, mo]);
  assert.deepEqual(sections.others, [lin]);
});

test('somebody here whose page is not loaded yet is shown all the same', () => {
  const sections = memberSections([ada], new Map([['z', { id: 'z', name: 'Zoe' }]]), compareNames);
  assert.deepEqual(sections.here, [{ id: 'z', name: 'Zoe', role: 'member' }]);
});
