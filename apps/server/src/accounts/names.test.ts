import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldCase } from './case-folding.ts';
import { checkLoginName, checkRoomName, nameKey } from './names.ts';
import { skeleton } from './skeleton.ts';

function faultOf(result: ReturnType<typeof checkLoginName> | ReturnType<typeof checkRoomName>): unknown {
  if (result.ok) return undefined;
  assert.equal(result.error.code, 'name_invalid');
  return result.error.params?.reason;
}
const loginFault = (name: string) => faultOf(checkLoginName(name));
const roomFault = (name: string) => faultOf(checkRoomName(name));

test('people of many languages register under their own names', () => {
  const names = [
    ...['Ada', 'ada.lovelace', "O'Brien", 'José María', 'Łukasz', 'Nguyễn Thị Ánh', 'İbrahim', 'Αλέξανδρος', 'Дмитрий'],
    ...[
      'محمد',
      'יוסף',
      'प्रिया',
      'சுதா',
      'สมชาย',
      '山田太郎',
      'たろう',
      'タロー',
      '山田 Taro',
      '김철수',
      '김철수 金',
      '王小明 ㄨㄤ',
      'Jean-Luc',
    ],
    ...['a@example.org', 'user_7', '7', 'Գրիգոր', 'გიორგი', 'ብርሃን', 'ᏣᎳᎩ'],
  ];
  for (const name of names) assert.equal(loginFault(name), undefined, name);
});

test('a name of two scripts that nobody writes together is refused', () => {
  for (const name of ['аdmin', 'pаypal', 'Αda', 'Дavid', 'שaלom', 'たろうДа', '김たろ', 'ада-ada']) {
    assert.equal(loginFault(name), 'mixed_scripts', name);
    assert.equal(roomFault(name), 'mixed_scripts', name);
  }
});

test('a name in a dead script is refused', () => {
  assert.equal(loginFault('𐌰𐌳𐌰'), 'mixed_scripts');
});

test('a name with characters that cannot be seen is refused', () => {
  const hidden = [
    '\u202e',
    '\u200b',
    '\u200d',
    '\u00ad',
    '\ufeff',
    '\0',
    '\x07',
    '\n',
    '\u2028',
    '\u3164',
    '\u2800',
    '\ue000',
    '\ud800',
    '\u{e0041}',
    '\ufe0f',
    '\u2066',
  ];
  for (const character of hidden) {
    assert.equal(loginFault(`ad${character}a`), 'invisible', JSON.stringify(character));
    assert.equal(roomFault(`ad${character}a`), 'invisible', JSON.stringify(character));
  }
});

test('spaces may stand only singly between words', () => {
  for (const name of [' ada', 'ada ', 'ada  l', 'ada \u00a0l', '\u3000ada'])
    assert.equal(loginFault(name), 'spaces', name);
  assert.equal(roomFault('a  b'), 'spaces');
});

test('a wide space is written as a plain one', () => {
  const checked = checkLoginName('山田　太郎');
  assert.ok(checked.ok);
  assert.equal(checked.value.login, '山田 太郎');
});

test('a name has at least one and at most 200 characters', () => {
  for (const name of ['', ' ', '\u3000']) assert.equal(loginFault(name), 'empty');
  assert.equal(loginFault('a'.repeat(200)), undefined);
  assert.equal(loginFault('a'.repeat(201)), 'too_long');
  assert.equal(loginFault('e\u0301'.repeat(200)), undefined, 'counted once composed');
  assert.equal(loginFault('𠀀'.repeat(200)), undefined, 'counted in code points');
  assert.equal(loginFault('a'.repeat(60_000)), 'too_long');
  assert.equal(roomFault('🧶'.repeat(200)), undefined);
  assert.equal(roomFault('🧶'.repeat(201)), 'too_long');
  assert.equal(roomFault('👩‍👩‍👧‍👦'.repeat(29)), 'too_long', 'seven code points each');
});

test('emoji are for rooms', () => {
  for (const name of ['🧶', 'Knitting 🧶', '👩‍👩‍👧‍👦 family', '❤️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🇩🇪', '1️⃣ first', 'C++ & Rust!', 'Tee & Kekse']) {
    assert.equal(roomFault(name), undefined, name);
  }
  for (const name of ['🧶', 'ada 🧶', '❤️']) assert.notEqual(loginFault(name), undefined, name);
  assert.equal(roomFault('a\u200db'), 'invisible', 'a joiner outside an emoji');
});

test('a login name has a letter or a digit and few signs', () => {
  for (const name of ['...', '-', 'ada!', 'a/b', 'a\\b', '<b>', 'a"b', 'a#b', 'a?b', 'a%b', '☺'])
    assert.equal(loginFault(name), 'symbols', name);
});

test('marks do not pile up or stand alone', () => {
  for (const name of ['\u0301ada', 'a\u0300\u0301\u0302\u0303\u0304da']) assert.equal(loginFault(name), 'symbols');
  assert.equal(roomFault(`z${'\u0337'.repeat(30)}`), 'symbols');
});

test('names differing in case, width or composition alone are the same name', () => {
  const same = [
    ['Ada', 'ada', 'ADA', 'Ａｄａ', '𝐀𝐝𝐚', ' ada '],
    ['José', 'JOSE\u0301', 'jose\u0301'],
    ['Οδυσσεύς', 'ΟΔΥΣΣΕΎΣ', 'οδυσσεύσ'],
    ['Straße', 'STRASSE', 'strasse', 'STRAẞE'],
    ['İpek', 'i̇pek'],
    ['Diyarbakır', 'DIYARBAKIR', 'diyarbakir'],
    ['ﬁona', 'fiona', 'FIONA'],
    ['ꮳ', 'Ꮳ'],
  ];
  for (const names of same) assert.equal(new Set(names.map(nameKey)).size, 1, names.join(', '));
  assert.notEqual(nameKey('ada'), nameKey('adá'));
});

test('folding what is folded changes nothing, for every character', () => {
  for (let point = 0; point <= 0x10ffff; point++) {
    const folded = foldCase(String.fromCodePoint(point));
    assert.equal(foldCase(folded), folded, `U+${point.toString(16)}`);
  }
});

test('names that look the same have the same skeleton', () => {
  const confusable = [
    ['paypal', 'раураl', 'paypaI', 'paypa1', 'рауpal'],
    ['сосо', 'coco'],
    ['modern', 'rnodern', 'modem'.replace('m', 'rn').replace('m', 'rn')],
    ['B0b', 'Bob', 'bob'],
    ['ɑda', 'ada'],
    ['scope', 'ѕсоре'],
    ['Ада', 'ада'],
  ];
  for (const names of confusable) assert.equal(new Set(names.map(skeleton)).size, 1, names.join(', '));
});

test('names of different people keep different skeletons', () => {
  const names = [
    'Lia',
    'Ila',
    'mail',
    'mali',
    'mall',
    'Ada',
    'Ida',
    'Anna',
    'Hanna',
    'José',
    'Jose',
    '山田',
    '山本',
    'たろう',
    'じろう',
  ];
  assert.equal(new Set(names.map(skeleton)).size, names.length);
});

test('the whole table of confusables is there', () => {
  // Unicode's confusables.txt 13.0.0 has 6,311 lines; these are of its first, its last and some in between.
  for (const [written, seen] of [
    ['\u05ad', '\u0596'],
    ['𝟎', 'o'],
    ['ℜ𝘂ᖯʏ', 'ruby'],
    ['⁇', '??'],
    ['℀', 'a/c'],
    ['\u{2f800}', '丽'],
  ] as const) {
    assert.equal(skeleton(written), skeleton(seen), written);
  }
});
