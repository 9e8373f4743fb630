import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../client/cli';
import { checkCommand } from '../../operations/check-command';
import type { Terminal } from '../../client/terminal';
import { PROJECT_ROOT } from '../../tools/project-root';
import { recordedTerminal } from '../unit/client-samples';

const THREAD = join(PROJECT_ROOT, 'dist/services/checking/check-thread.js');
const extraCommands = [(terminal: Terminal) => checkCommand(terminal, THREAD)];

const NAME = 'property-developer.yaml';
const SHIPPED = readFileSync(join(__dirname, '../../procedures', NAME), 'utf8');

async function check(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'check-'));
  writeFileSync(join(folder, NAME), text);
  const terminal = recordedTerminal({ folder });
  const code = await runProgram({ terminal, extraCommands }, ['check', NAME]);
  rmSync(folder, { recursive: true });
  return { code, ...terminal.written };
}

test('a sound rule book: its warnings with place and story, how far the search went, and exit code 0', async () => {
  const { code, out, error } = await check(SHIPPED);
  expect({ code, error }).toEqual({ code: 0, error: '' });
  expect(out).toMatch(
    /^property-developer\.yaml:\d+:13 {2}warning: promise "reply" \(5wd\).*\n {2}shortest story: registered/,
  );
  expect(out).toMatch(
    /\nproperty-developer\.yaml: sound \(property-developer\), 2 warnings; \d+ states and \d+ steps in 4 organisations, \d+ states a second\n$/,
  );
});

test('an error that only living shows: file, line and column with the story, and exit code 1', async () => {
  const { code, out, error } = await check(SHIPPED.replace('returned: hand-over', 'returned: closed-unresolved'));
  expect(code).toBe(1);
  expect(error).toMatch(
    /property-developer\.yaml:\d+:17 {2}"returned" of stage "management" closes a complaint that was never answered/,
  );
  expect(error).toMatch(/shortest story: registered, day 0 · .*never answered\n/);
  expect(out).toMatch(/ 1 error \(property-developer\)/);
});

test('a rule book that cannot be read is not lived through', async () => {
  const { code, out, error } = await check(SHIPPED.replace('offer: solution', 'offer: solutoin'));
  expect(code).toBe(1);
  expect(out).toBe('');
  expect(error).toMatch(/^property-developer\.yaml:\d+:\d+ {2}stages\.consent\.offer: /);
});

test('several rule books are checked side by side and told in their order, each by its own name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'check-'));
  const other = SHIPPED.replace('key: property-developer', 'key: another');
  writeFileSync(join(folder, NAME), SHIPPED);
  writeFileSync(join(folder, 'another.yaml'), other);
  writeFileSync(join(folder, 'broken.yaml'), 'key: [');
  const terminal = recordedTerminal({ folder });
  const words = ['check', 'another.yaml', 'broken.yaml', NAME];
  const code = await runProgram({ terminal, extraCommands }, words);
  rmSync(folder, { recursive: true });
  expect(code).toBe(1);
  expect(terminal.written.error).toMatch(/^broken\.yaml:1:\d+ /);
  expect(terminal.written.out.match(/^[a-z-]+\.yaml: sound/gm)).toEqual(['another.yaml: sound', `${NAME}: sound`]);
});

test('a file that is not there is said to be, and nothing else', async () => {
  const terminal = recordedTerminal({ folder: tmpdir() });
  expect(await runProgram({ terminal, extraCommands }, ['check', 'nowhere.yaml'])).toBe(2);
  expect(terminal.written.error).toMatch(/nowhere\.yaml cannot be read \(ENOENT\)/);
});
