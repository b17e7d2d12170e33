// One script to a name, after UTS 39's "highly restrictive" level. Characters that several scripts share count for each
// of them (Script_Extensions), those of all scripts (digits, punctuation) for every one.

/** UAX 31's recommended scripts (table 5) and those of limited use (table 7); dead scripts are left out. */
const SCRIPTS = [
  ...[
    'Arabic',
    'Armenian',
    'Bengali',
    'Bopomofo',
    'Cyrillic',
    'Devanagari',
    'Ethiopic',
    'Georgian',
    'Greek',
    'Gujarati',
  ],
  ...['Gurmukhi', 'Han', 'Hangul', 'Hebrew', 'Hiragana', 'Kannada', 'Katakana', 'Khmer', 'Lao', 'Latin', 'Malayalam'],
  ...['Myanmar', 'Oriya', 'Sinhala', 'Tamil', 'Telugu', 'Thaana', 'Thai', 'Tibetan'],
  ...['Adlam', 'Balinese', 'Bamum', 'Batak', 'Canadian_Aboriginal', 'Chakma', 'Cham', 'Cherokee', 'Hanifi_Rohingya'],
  ...['Javanese', 'Kayah_Li', 'Lepcha', 'Limbu', 'Lisu', 'Mandaic', 'Meetei_Mayek', 'Miao', 'Mongolian', 'New_Tai_Lue'],
  ...[
    'Newa',
    'Nko',
    'Nyiakeng_Puachue_Hmong',
    'Ol_Chiki',
    'Osage',
    'Saurashtra',
    'Sundanese',
    'Syloti_Nagri',
    'Syriac',
  ],
  ...['Tai_Le', 'Tai_Tham', 'Tai_Viet', 'Tifinagh', 'Vai', 'Wancho', 'Yi'],
];

/** Scripts that people write together. */
const COMBINATIONS = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
];

/** Compiled at the first name: that takes 10 ms, and most threads see none. */
let patterns: readonly RegExp[] | undefined;

export function isOfOneScript(text: string): boolean {
  patterns ??= [...COMBINATIONS, ...SCRIPTS.map((script) => [script])].map(patternOf);
  return patterns.some((pattern) => pattern.test(text));
}

function patternOf(scripts: readonly string[]): RegExp {
  const members = ['Common', 'Inherited', ...scripts].map((script) => `\\p{scx=${script}}`).join('');
  return new RegExp(`^[${members}]*$`, 'u');
}
