import { readFileSync } from 'node:fs';
import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const rooms = JSON.parse(readFileSync(new URL('./tools/rooms.json', import.meta.url), 'utf8'));

/** Imports that a room may not make, from its list in `tools/rooms.json`; the architecture test reads the same list. */
function importZone([room, { mayImport, typesOf = [], packages }]) {
  const others = [...Object.keys(rooms).filter((name) => name !== room), 'rehearsal', 'demo', 'bench', 'tools', 'test'];
  const roots = ['config', 'temporal', 'worker', 'server', 'redress'];
  const foreign = (allowed) => {
    const exempt = allowed.length > 0 ? `(?!(?:${allowed.join('|')})(?:/|$))` : '';
    return `^(?:\\.\\./)+${exempt}(?:(?:${others.join('|')})(?:/|$)|(?:${roots.join('|')})$)`;
  };
  const patterns = [
    { regex: foreign([...mayImport, ...typesOf]), message: `${room}/ may not import this: see tools/rooms.json` },
    ...(typesOf.length > 0
      ? [{ regex: foreign(mayImport), allowTypeImports: true, message: `${room}/ may import types only from here` }]
      : []),
    ...(packages
      ? [{ regex: `^(?![.]|(?:${[...packages, '$'].join('|')})(?:/|$))`, message: `${room}/ may not use this package` }]
      : []),
  ];
  return {
    files: [`${room}/**/*.ts`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

const environmentOnly = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'config.ts is the only reader of the environment.',
  },
];

const LOCAL_DATE =
  '/^(?:[gs]et(?:Date|Day|FullYear|Hours|Milliseconds|Minutes|Month|Seconds|TimezoneOffset)|toLocale(?:Date|Time)?String|toDateString|toTimeString)$/';

/** What gives another answer on another machine, or at a second run. */
const deterministic = [
  ...environmentOnly,
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes in as an argument.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Time comes in as an argument.' },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Not deterministic.' },
  { selector: "Identifier[name='Intl']", message: 'Not deterministic: it depends on the machine.' },
  { selector: `CallExpression[callee.property.name=${LOCAL_DATE}]`, message: 'Depends on the zone of the machine.' },
];
const clock = {
  selector: "MemberExpression[object.name='Date'][property.name='now']",
  message: 'Time comes in as an argument.',
};

export default tseslint.config(
  { ignores: ['dist/', '.redress/', 'coverage/', 'node_modules/', 'web/docs/redoc.js'] },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [js.configs.recommended],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-unused-vars': ['error', { ignoreRestSiblings: true }],
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.nodeBuiltin } },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: globals.node } },
  { files: ['web/**/*.js'], languageOptions: { globals: globals.browser } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/require-await': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...environmentOnly],
    },
  },
  ...Object.entries(rooms).map(importZone),
  { files: ['domain/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...deterministic, clock] } },
  { files: ['workflows/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...deterministic] } },
  {
    files: ['config.ts', '{tools,rehearsal,demo,bench}/**/*.ts', 'test/**/*.ts', 'client/terminal.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // The command line loads what a command needs when it is called.
    files: ['redress.ts', 'operations/check-command.ts', 'rehearsal/command.ts'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    // Answers over HTTP come into tests as any.
    files: ['test/**/*.ts'],
    rules: Object.fromEntries(
      [
        ...['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => `no-unsafe-${what}`),
        'unbound-method',
      ].map((rule) => [`@typescript-eslint/${rule}`, 'off']),
    ),
  },
);
