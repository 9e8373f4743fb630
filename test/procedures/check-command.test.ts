import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../client/cli';
import { checkCommand } from '../../tools/rehearsal/command';
import { recordedTerminal } from '../unit/client-samples';

const NAME = 'property-developer.yaml';
const SHIPPED = readFileSync(join(__dirname, '../../procedures', NAME), 'utf8');

async function check(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'check-'));
  writeFileSync(join(folder, NAME), text);
  const terminal = recordedTerminal({ folder });
  const code = await runProgram({ terminal, extraCommands: [checkCommand] }, ['check', NAME]);
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
