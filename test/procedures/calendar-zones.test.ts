import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { PROJECT_ROOT } from '../../tools/project-root';

const COMPILED = join(PROJECT_ROOT, 'dist/procedures/calendars/compile-calendar.js');

function compiledIn(zone: string): unknown {
  const script = `
    const { compileCalendar } = require(process.argv[1]);
    process.stdout.write(JSON.stringify({ west: new Date(0).getTimezoneOffset(), calendar: compileCalendar('cn') }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script, COMPILED], {
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
])('on a machine in %s a calendar is the same, to its hash', (zone, west) => {
  expect(compiledIn(zone)).toEqual({ west, calendar: compileCalendar('cn') });
});
