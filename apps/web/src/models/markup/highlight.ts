import type { LanguageFn } from 'highlight.js';
import { createLowlight } from 'lowlight';

/** A piece of code, and what it is where that has a colour. */
export interface CodePiece {
  readonly text: string;
  readonly kind?: CodeKind;
}

export type CodeKind = 'keyword' | 'string' | 'number' | 'name' | 'comment' | 'added' | 'removed';

/** Longer code stays as it is: colours are not worth a page that stands still. */
const MOST_CHARACTERS = 8_000;

/** The kinds that highlight.js tells apart, by what they are to a reader. */
const KIND_BY_CLASS: Readonly<Record<string, CodeKind>> = {
  keyword: 'keyword',
  'selector-tag': 'keyword',
  built_in: 'keyword',
  literal: 'number',
  number: 'number',
  symbol: 'number',
  string: 'string',
  regexp: 'string',
  subst: 'string',
  title: 'name',
  section: 'name',
  attr: 'name',
  attribute: 'name',
  name: 'name',
  type: 'name',
  'selector-class': 'name',
  'selector-id': 'name',
  property: 'name',
  variable: 'name',
  comment: 'comment',
  doctag: 'comment',
  quote: 'comment',
  meta: 'comment',
  addition: 'added',
  deletion: 'removed',
};

type Load = () => Promise<{ readonly default: LanguageFn }>;

/** Each language is loaded when the first code in it is on screen. */
const LANGUAGES: Readonly<Record<string, Load>> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  elixir: () => import('highlight.js/lib/languages/elixir'),
  go: () => import('highlight.js/lib/languages/go'),
  haskell: () => import('highlight.js/lib/languages/haskell'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  lua: () => import('highlight.js/lib/languages/lua'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  php: () => import('highlight.js/lib/languages/php'),
  python: () => import('highlight.js/lib/languages/python'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
};

const ALIASES: Readonly<Record<string, keyof typeof LANGUAGES>> = {
  ...{ sh: 'bash', shell: 'bash', zsh: 'bash', console: 'bash', h: 'c', 'c++': 'cpp', cc: 'cpp', hpp: 'cpp' },
  ...{ cs: 'csharp', 'c#': 'csharp', scss: 'css', patch: 'diff', docker: 'dockerfile', ex: 'elixir', exs: 'elixir' },
  ...{ golang: 'go', hs: 'haskell', toml: 'ini', conf: 'ini', js: 'javascript', jsx: 'javascript', mjs: 'javascript' },
  ...{ jsonc: 'json', json5: 'json', kt: 'kotlin', md: 'markdown', py: 'python', rb: 'ruby', rs: 'rust' },
  ...{ ts: 'typescript', tsx: 'typescript', mts: 'typescript', html: 'xml', svg: 'xml', yml: 'yaml' },
};

type Lowlight = ReturnType<typeof createLowlight>;
type Tree = ReturnType<Lowlight['highlight']>;

/** @returns undefined where the language is none that is known */
export type Highlight = (language: string, text: string) => Promise<readonly CodePiece[] | undefined>;

export function makeHighlight(): Highlight {
  const lowlight = createLowlight();
  return async (language, text) => {
    const name = Object.hasOwn(ALIASES, language) ? ALIASES[language]! : language;
    if (text.length > MOST_CHARACTERS || !Object.hasOwn(LANGUAGES, name)) return undefined;
    if (!lowlight.registered(name)) lowlight.register(name, (await LANGUAGES[name]!()).default);
    const pieces: CodePiece[] = [];
    collect(lowlight.highlight(name, text), undefined, pieces);
    return pieces;
  };
}

function collect(node: Tree | Tree['children'][number], kind: CodeKind | undefined, pieces: CodePiece[]): void {
  if (node.type === 'text') pieces.push(kind === undefined ? { text: node.value } : { text: node.value, kind });
  if (!('children' in node)) return;
  const own = node.type === 'element' ? kindOf(node.properties['className']) : undefined;
  for (const child of node.children) collect(child, own ?? kind, pieces);
}

/** The first class says what it is: `hljs-title function_`, `hljs-keyword`. */
function kindOf(classes: unknown): CodeKind | undefined {
  const [first] = Array.isArray(classes) ? (classes as string[]) : [];
  return first === undefined ? undefined : KIND_BY_CLASS[first.replace('hljs-', '')];
}
