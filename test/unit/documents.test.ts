import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../tools/project-root';

const TEXT = readFileSync(join(PROJECT_ROOT, 'docs/changing-it.md'), 'utf8');

/** Files and folders named as they are; `KEY.yaml` and the like stand for any. */
const named = [...TEXT.matchAll(/`([\w.-]+\/[\w./-]*|[\w-]+\.(?:ts|md))`/g)]
  .map(([, path = '']) => path)
  .filter((path) => !/\b(KEY|ID|LANGUAGE)\b/.test(path));

test('every file that the page on changes names is there, and every change names some', () => {
  expect(named.filter((path) => !existsSync(join(PROJECT_ROOT, path)))).toEqual([]);
  const chapters = TEXT.split(/^## /m).slice(1);
  expect(chapters).toHaveLength(9);
  const bare = chapters.filter((chapter) => named.filter((path) => chapter.includes(path)).length < 2);
  expect(bare.map((chapter) => chapter.split('\n')[0])).toEqual([]);
});

test('every command that the page on changes names is a script', () => {
  const { scripts } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const commands = [...TEXT.matchAll(/`npm run ([\w-]+)`/g)].map(([, script = '']) => script);
  expect(commands.length).toBeGreaterThan(2);
  expect(commands.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
});
