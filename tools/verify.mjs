import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { ensureNodes, jestCommand } from './nodes.mjs';

const root = dirname(import.meta.dirname);
/** Scripts of package.json; each counts as one test. */
const CHECKS = ['format:check', 'typecheck', 'lint', 'unused'];
const HANGING = /failed to exit gracefully|did not exit one second after/;
const totals = { passed: 0, failed: 0, skipped: 0 };

/** `npm run verify`: everything that CI runs, from a fresh clone, with the totals at the end. */
ensureInstalled();
ensureNodes();
await runChecks();
await runTests();
const skipped = totals.skipped > 0 ? [`${totals.skipped} skipped`] : [];
process.stdout.write(`${[`${totals.passed} passed`, `${totals.failed} failed`, ...skipped].join(', ')}\n`);
process.exitCode = totals.failed > 0 ? 1 : 0;

/** Two at a time. */
async function runChecks() {
  const waiting = [...CHECKS];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await runCheck(next);
  };
  await Promise.all([lane(), lane()]);
}

async function runCheck(name) {
  const began = Date.now();
  const { code, output } = await run('npm', ['run', '--silent', name], ['ignore', 'pipe', 'pipe']);
  totals[code === 0 ? 'passed' : 'failed'] += 1;
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? 'PASS' : 'FAIL'} ${name} (${seconds} s)\n${code === 0 ? '' : output}`);
}

async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'redress-verify-'));
  const report = join(folder, 'jest.json');
  const { command, words, version } = jestCommand(['--json', `--outputFile=${report}`]);
  process.stdout.write(`Tests on Node ${version}\n`);
  // Jest writes the report to standard output, too.
  const { code, output } = await run(command, words, ['ignore', 'ignore', 'pipe'], { killWhen: HANGING });
  const results = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  rmSync(folder, { recursive: true, force: true });
  totals.passed += results?.numPassedTests ?? 0;
  totals.failed += (results?.numFailedTests ?? 0) + brokenFiles(results);
  totals.skipped += (results?.numPendingTests ?? 0) + (results?.numTodoTests ?? 0);
  const hanging = HANGING.test(output);
  if (hanging) process.stdout.write('FAIL a test leaves something open: the test processes do not end by themselves\n');
  if (hanging || !results || (code !== 0 && totals.failed === 0)) totals.failed += 1;
}

/** Files that failed outside of any test: they do not compile, or leave something open. */
function brokenFiles(results) {
  const failed = (results?.testResults ?? []).filter(({ status }) => status === 'failed');
  return failed.filter(({ assertionResults }) => !assertionResults.some(({ status }) => status === 'failed')).length;
}

/** `killWhen`: shows the output as it comes, and ends a process that says so without ending. */
function run(command, words, stdio, { killWhen } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, words, { cwd: root, stdio, shell: command === 'npm' && process.platform === 'win32' });
    let output = '';
    const take = (chunk) => {
      output += chunk;
      if (!killWhen) return;
      process.stderr.write(chunk);
      if (killWhen.test(output)) setTimeout(() => child.kill('SIGKILL'), 15_000).unref();
    };
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', take);
    child.on('close', (code) => resolve({ code, output }));
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
  });
}
