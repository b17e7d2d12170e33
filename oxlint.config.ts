import { defineConfig } from 'oxlint';

// Imports point down: apps → client → protocol, server → shared-memory. A pattern is matched against what stands between
// the quotes of an import.

const ACROSS_PACKAGES = {
  group: ['**/apps/**', '**/packages/**', '../../../../**'],
  message: 'Import another package by its name, such as @skein/protocol/rooms.',
};
const NO_APPS = {
  group: [
    '@skein/server/**',
    '@skein/web/**',
    '@skein/launcher/**',
    '@skein/bench/**',
    '@skein/terminal/**',
    '@skein/prove/**',
  ],
  message:
    'Packages never import apps, and apps not each other; only bench, prove and e2e start the server, through @skein/bench/start.',
};
const NO_APPS_BUT_START = { ...NO_APPS, group: [...NO_APPS.group, '!@skein/bench/start'] };
/** What measures the page is a bench that needs a browser. */
const NO_APPS_BUT_BENCH = { ...NO_APPS, group: [...NO_APPS.group, '!@skein/bench/**'] };
/** What brings the browsers may install them. */
const NO_APPS_BUT_START_AND_PACKAGES = {
  ...NO_APPS,
  group: [...NO_APPS_BUT_START.group, '!@skein/launcher/debian-packages'],
};
const NO_APPS_BUT_START_AND_TRIALS = { ...NO_APPS, group: [...NO_APPS_BUT_START.group, '!@skein/server/trials'] };
const NO_APPS_BUT_LAUNCHER = { ...NO_APPS, group: [...NO_APPS.group, '!@skein/launcher/built-server'] };
const NO_APPS_BUT_TERMINAL = { ...NO_APPS, group: [...NO_APPS.group, '!@skein/terminal/**'] };
const NO_APPS_BUT_SERVER = { ...NO_APPS_BUT_START, group: [...NO_APPS_BUT_START.group, '!@skein/server/**'] };
const NO_OTHER_PACKAGE = { group: ['@skein/**'], message: 'This package stands at the bottom.' };
const NO_SHARED_MEMORY = { group: ['@skein/shared-memory/**'], message: 'Only the server knows shared memory.' };
const NO_SERVER_STATE = {
  group: ['**/sockets/**', '**/http/**', '**/hub/**'],
  message: 'rooms/ is pure: hub and ledger ask it, never the other way round.',
};
const CHOICES_OF_ENTRY_FILES = {
  group: [
    '**/storage/sqlite/**',
    '**/storage/postgres/**',
    '**/bus/shared-memory/**',
    '**/bus/ipc/**',
    '**/bus/nats/**',
  ],
  message:
    'Only entry files (commands/, workers/) choose a store and a bus; take the interface from store.ts or bus.ts.',
};

function imports(...patterns: { group: string[]; message: string }[]) {
  return { 'no-restricted-imports': ['error', { patterns: [ACROSS_PACKAGES, ...patterns] }] } as const;
}

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'node', 'promise'],
  jsPlugins: ['./oxlint.rules.js'],
  options: { typeAware: true, reportUnusedDisableDirectives: 'error' },
  categories: { correctness: 'error', suspicious: 'error' },
  env: { builtin: true, node: true },
  rules: {
    'skein/no-await-under-guard': 'error',
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'import/no-unassigned-import': ['error', { allow: ['**/*.css'] }],
    'no-restricted-imports': ['error', { patterns: [ACROSS_PACKAGES, NO_APPS] }],
    'typescript/no-floating-promises': [
      'error',
      {
        allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['test', 'suite', 'before', 'after'] }],
      },
    ],
    'typescript/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    'typescript/no-misused-spread': ['error', { allow: ['string'] }],
    'typescript/only-throw-error': ['error', { allowRethrowing: true, allowThrowingUnknown: true }],
    'typescript/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
    'typescript/no-explicit-any': 'error',
    'typescript/require-array-sort-compare': ['error', { ignoreStringArrays: true }],
    'typescript/restrict-template-expressions': ['error', { allowNumber: true, allowNullish: true, allow: ['Error'] }],
    'prefer-const': ['error', { ignoreReadBeforeAssign: true }],
    eqeqeq: 'error',
    'no-var': 'error',

    // What these find is meant here.
    'eslint/no-shadow': 'off',
    'eslint/no-underscore-dangle': 'off', // `using _guard`
    'eslint/no-unmodified-loop-condition': 'off', // callbacks modify it
    'oxc/no-async-endpoint-handlers': 'off', // Express 5 takes promises
    'import/no-named-as-default': 'off',
    'promise/always-return': 'off',
    'typescript/consistent-return': 'off', // the compiler knows which switches are whole
    'typescript/no-unnecessary-type-parameters': 'off', // they name what a caller casts to
    'typescript/no-unnecessary-boolean-literal-compare': 'off', // isTTY is typed boolean, and is undefined in a pipe
    'typescript/no-unsafe-type-assertion': 'off', // of what was checked at the edge
    'typescript/unbound-method': 'off', // also takes static and platform functions for methods
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/no-array-reverse': 'off', // also of copies
    'unicorn/no-array-sort': 'off',
    'unicorn/no-new-array': 'off',
    'unicorn/no-useless-spread': 'off', // a copy, because the loop changes the original
    'unicorn/prefer-add-event-listener': 'off', // ws has both
    'unicorn/require-post-message-target-origin': 'off', // of threads and service workers
  },
  overrides: [
    {
      files: ['packages/protocol/**', 'packages/shared-memory/**', 'packages/command-line/**'],
      rules: imports(NO_OTHER_PACKAGE),
    },
    { files: ['packages/client/**'], rules: imports(NO_APPS, NO_SHARED_MEMORY) },
    {
      files: ['apps/web/**', 'apps/bench/**', 'apps/launcher/**', 'apps/terminal/**', 'e2e/**'],
      rules: imports(NO_APPS, NO_SHARED_MEMORY),
    },
    { files: ['apps/server/**'], rules: imports(NO_APPS, CHOICES_OF_ENTRY_FILES) },
    { files: ['apps/server/src/rooms/**'], rules: imports(NO_APPS, CHOICES_OF_ENTRY_FILES, NO_SERVER_STATE) },
    {
      files: [
        'apps/server/src/commands/**',
        'apps/server/src/{workers,supervisor}/**',
        'apps/server/**/testing/**',
        'apps/server/**/*.test.ts',
      ],
      rules: imports(NO_APPS),
    },
    // The command line, of which the chat for a terminal is one command.
    { files: ['apps/server/src/{main.ts,commands/commands.ts}'], rules: imports(NO_APPS_BUT_TERMINAL) },
    // Playwright reads from the first parameter's pattern which fixtures are asked for, be it none.
    {
      files: ['e2e/**'],
      rules: { ...imports(NO_APPS_BUT_START_AND_PACKAGES, NO_SHARED_MEMORY), 'no-empty-pattern': 'off' },
    },
    { files: ['apps/bench/**'], rules: imports(NO_APPS_BUT_LAUNCHER) },
    { files: ['apps/prove/**'], rules: imports(NO_APPS_BUT_START_AND_TRIALS) },
    { files: ['e2e/page-figures/**'], rules: imports(NO_APPS_BUT_BENCH) },
    // The one place that reaches deeper: it puts a whole server together, in one thread.
    { files: ['apps/prove/src/simulation/**'], rules: imports(NO_APPS_BUT_SERVER) },
    { files: ['**/*.test.ts', '**/testing/**'], rules: { 'skein/no-await-under-guard': 'off' } },
    { files: ['*.config.ts', '**/*.config.ts', 'oxlint.rules.js'], rules: { 'import/no-default-export': 'off' } },
  ],
});
