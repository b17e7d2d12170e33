import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOON } from '../models/testing.ts';
import { appWords } from './app.ts';
import { conversationWords } from './conversation.ts';
import { fileWords } from './files.ts';
import { findingWords } from './finding.ts';
import { dayOf, formatDay } from './intl.ts';
import { peopleWords } from './people.ts';
import { preferenceWords } from './preferences.ts';
import { retention } from './retention.ts';
import { roomWords } from './rooms.ts';
import { words } from './words.ts';
import { writingWords } from './writing.ts';

const DAY = 24 * 60 * 60_000;

test('the title counts what is unread and names the room', () => {
  assert.equal(words.title(0, undefined), 'Skein');
  assert.equal(words.title(3, 'Lobby'), '(3) Lobby · Skein');
});

test('who is typing is told for one, for some and for many', () => {
  assert.equal(words.typing([]), '');
  assert.equal(words.typing(['Ada']), 'Ada is typing');
  assert.equal(words.typing(['Ada', 'Lin']), 'Ada and Lin are typing');
  assert.equal(words.typing(['Ada', 'Lin', 'Mo', 'Zoe']), 'Several people are typing');
});

test('who came is named, and of many the first', () => {
  assert.equal(words.joined(['Ada', 'Ada', 'Lin']), 'Ada and Lin joined');
  assert.equal(words.joined(['A', 'B', 'C', 'D', 'E']), 'A, B, C, and 2 others joined');
});

test('one is not many', () => {
  assert.equal(words.newMessages(1), '1 new message');
  assert.equal(words.members(2), '2 members');
});

test('days are told from here, and far ones with their year', () => {
  assert.equal(formatDay(NOON, NOON), 'Today');
  assert.equal(formatDay(NOON - DAY, NOON), 'Yesterday');
  assert.match(formatDay(NOON - 400 * DAY, NOON), /2025/);
  assert.notEqual(dayOf(NOON), dayOf(NOON + DAY));
});

test('no part of the catalogue takes the place of a word of another', () => {
  const parts = [appWords, conversationWords, fileWords, findingWords, peopleWords, preferenceWords];
  for (const part of [...parts, retention, roomWords, writingWords])
    for (const [key, word] of Object.entries(part)) assert.equal(words[key as keyof typeof words], word, key);
});
