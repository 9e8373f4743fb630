import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { calendarIds } from '../../procedures/calendars/definition';
import { PROJECT_ROOT } from '../../tools/project-root';

const COMPILED = join(PROJECT_ROOT, 'dist/procedures/calendars/compile-calendar.js');

function compiledIn(zone: string, ids: readonly string[]): unknown {
  const script = `
    const { compileCalendar } = require(process.argv[1]);
    process.stdout.write(JSON.stringify({ west: new Date(0).getTimezoneOffset(), calendars: process.argv[2].split(',').map((id) => compileCalendar(id)) }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script, COMPILED, ids.join(',')], {
    env: { ...process.env, TZ: zone },
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

test.each([
  ['Pacific/Honolulu', 600],
  ['UTC', 0],
  ['Asia/Shanghai', -480],
])('on a machine in %s every calendar is the same, to its hash', (zone, west) => {
  const ids = calendarIds();
  expect(compiledIn(zone, ids)).toEqual({ west, calendars: ids.map((id) => compileCalendar(id)) });
});
