import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join(root, 'node_modules', name);
const heap = '--max-old-space-size=4096';

/** Each counts as one test. */
const CHECKS = [
  ['format (prettier)', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  ['types (tsc)', [heap, bin('typescript/bin/tsc'), '--noEmit', '-p', '.']],
  ['rules (eslint)', [heap, bin('eslint/bin/eslint.js'), '--max-warnings', '0', '.']],
  ['unused code (knip)', [bin('knip/bin/knip.js'), '--no-progress']],
];
const HANGING = /failed to exit gracefully|did not exit one second after/;

const totals = { passed: 0, failed: 0, skipped: 0 };
const patterns = process.argv.slice(2);
const onlySome = patterns.length > 0;

if (!onlySome) await runChecks();
await runTests();
const line = [
  `${totals.passed} passed`,
  `${totals.failed} failed`,
  ...(totals.skipped > 0 ? [`${totals.skipped} skipped`] : []),
];
process.stdout.write(`${line.join(', ')}\n`);
process.exitCode = totals.failed > 0 ? 1 : 0;

/** Two at a time. */
async function runChecks() {
  const waiting = [...CHECKS];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await runCheck(...next);
  };
  await Promise.all([lane(), lane()]);
}

async function runCheck(name, args) {
  const began = Date.now();
  const { code, output } = await run(args);
  totals[code === 0 ? 'passed' : 'failed'] += 1;
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? 'PASS' : 'FAIL'} ${name} (${seconds} s)\n`);
  if (code !== 0) process.stdout.write(`${output.trimEnd()}\n`);
}

async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'redress-verify-'));
  const report = join(folder, 'jest.json');
  const args = [heap, bin('jest/bin/jest.js'), '--json', `--outputFile=${report}`, ...patterns];
  const { code, output } = await run(args, { show: true, killWhen: HANGING });
  const results = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  rmSync(folder, { recursive: true, force: true });
  totals.passed += results?.numPassedTests ?? 0;
  totals.failed += (results?.numFailedTests ?? 0) + brokenFiles(results);
  totals.skipped += (results?.numPendingTests ?? 0) + (results?.numTodoTests ?? 0);
  const hanging = HANGING.test(output);
  if (hanging) process.stdout.write('FAIL a test leaves something open: the test processes do not end by themselves\n');
  const unexplained = code !== 0 && totals.failed === 0;
  if (hanging || unexplained || !results) totals.failed += 1;
}

/** Files that failed outside of any test: they do not compile, or leave something open. */
function brokenFiles(results) {
  const failed = (results?.testResults ?? []).filter(({ status }) => status === 'failed');
  return failed.filter(({ assertionResults }) => !assertionResults.some(({ status }) => status === 'failed')).length;
}

function run(args, { show = false, killWhen } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, FORCE_COLOR: process.env.FORCE_COLOR ?? '0', NODE_ENV: 'test' },
      stdio: ['ignore', show ? 'ignore' : 'pipe', 'pipe'],
    });
    let output = '';
    const take = (chunk) => {
      output += chunk;
      if (show) process.stderr.write(chunk);
      if (killWhen?.test(output)) setTimeout(() => child.kill('SIGKILL'), 15_000).unref();
    };
    child.stdout?.on('data', take);
    child.stderr.on('data', take);
    child.on('close', (code) => resolve({ code, output }));
    const forward = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => forward(signal));
  });
}
