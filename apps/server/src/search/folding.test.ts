import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold, foldWithPlaces, loosen } from './folding.ts';

const SAME: readonly (readonly [string, string])[] = [
  ['Straße', 'STRASSE'],
  ['Ὀδυσσεύς', 'οδυσσευσ'],
  ['naïve café', 'NAIVE CAFE'],
  ['Łódź Ørsted', 'lodz orsted'],
  ['İstanbul', 'istanbul'],
  ['ｆｕｌｌ　ｗｉｄｔｈ', 'full width'],
  ['ﬁne', 'fine'],
  ['ﾊﾞｽ', 'バス'],
  ['مُحَمَّد', 'محمد'],
  ['أهلًا', 'اهلا'],
  ['שָׁלוֹם', 'שלום'],
  ['don’t', "don't"],
  ['한국', '한국'.normalize('NFD')],
  ['  a \n\t b ', 'a b'],
  ['soft\u00adhyphen', 'softhyphen'],
];
const DIFFERENT: readonly (readonly [string, string])[] = [
  ['がく', 'かく'],
  ['की', 'का'],
  ['มา', 'มี'],
  ['北京', '東京'],
];

test('texts that people take for the same fold to the same', () => {
  for (const [left, right] of SAME) assert.equal(fold(left), fold(right), `${left} and ${right}`);
});

test('marks that make another word stay', () => {
  for (const [left, right] of DIFFERENT) assert.notEqual(fold(left), fold(right), `${left} and ${right}`);
});

test('what is written around words falls away, emoji and signs stay', () => {
  assert.equal(loosen(fold('**Hi**, _you_: `x=1` (🎉)…')), 'hi you x 1 🎉');
  assert.equal(loosen(fold('5€ for $3 — नमस्ते, दुनिया।')), '5€ for $3 नमस्ते दुनिया');
  assert.equal(loosen(fold('?!')), '');
});

test('folding keeps the way back', () => {
  for (const text of [...SAME.flat(), ...DIFFERENT.flat(), 'Große **Ærø**,\n\nﬁ 👩‍💻 Ω!', '', ' x ']) {
    const strict = foldWithPlaces(text, { loose: false });
    const loose = foldWithPlaces(text, { loose: true });
    assert.equal(strict.text, fold(text), text);
    assert.equal(loose.text, loosen(fold(text)), text);
    for (const { text: folded, starts, ends } of [strict, loose]) {
      assert.equal(starts.length, folded.length);
      assert.ok(starts.every((start, index) => start < ends[index]! && ends[index]! <= text.length));
    }
  }
  const { text, starts, ends } = foldWithPlaces('Ein Straßenfest', { loose: true });
  const at = text.indexOf('strassen');
  assert.equal('Ein Straßenfest'.slice(starts[at], ends[at + 'strassen'.length - 1]), 'Straßen');
});
