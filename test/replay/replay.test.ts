import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { DEMO_ORGANISATION } from '../../tools/demo-organisation';
import { PROJECT_ROOT } from '../../tools/project-root';
import { workflowBundle } from '../support/engine';
import { quietRuntime } from '../support/temporal';

const FOLDER = join(__dirname, 'histories');
const histories = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const dataConverter = { payloadConverterPath: require.resolve('../../workflows/payload-converter') };

beforeAll(quietRuntime);

function replay(file: string, bundle: { readonly code: string }): Promise<void> {
  const history: unknown = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
  return Worker.runReplayHistory({ workflowBundle: bundle, dataConverter }, history);
}

test('there are histories of every ending', () => {
  const recorded = histories.map((file) => file.replace(/^.*?-(?=[a-z])|-\d+\.json$/g, ''));
  expect(recorded).toEqual(
    expect.arrayContaining([
      'agreed',
      'disagrees-twice',
      'dissatisfied-second-round',
      'nobody-acts',
      'production',
      'returned-by-management',
      'silent-customer',
      'two-visits',
      'unfounded',
      'withdrawn',
    ]),
  );
});

/** More people than these have nothing to do with one complaint. */
const MOST_MET = 12;

test('no history holds the organisation, nor who of it is away or has an interest in what', () => {
  const staff = DEMO_ORGANISATION.staff.map(({ id }) => id);
  expect(staff.length).toBeGreaterThan(2 * MOST_MET);
  for (const file of histories) {
    const payloads = payloadsOf(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))).join('\n');
    expect(payloads).toContain('"procedure":');
    expect(payloads.match(/"(absences|interests|standIn)":|"(staff|departments)":\{"/)).toBeNull();
    expect(staff.filter((id) => payloads.includes(`"${id}"`)).length).toBeLessThanOrEqual(MOST_MET);
  }
});

/** Every payload of a history, as it reads. */
function payloadsOf(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === 'data' && typeof value === 'string' ? [Buffer.from(value, 'base64').toString()] : payloadsOf(value),
  );
}

test.each(histories)('%s replays on the workflow of today', async (file) => {
  await replay(file, workflowBundle());
});

/** Changes that would leave open complaints stuck: each must be seen by the recorded histories. */
const MUTANTS: readonly (readonly [string, string, string, string])[] = [
  [
    'records nothing',
    'workflows/complaint-run.ts',
    'await ledger.recordEvents({ reference, events }, recordSummary(cause, events))',
    "({ is: 'recorded' as const })",
  ],
  ['shows ops nothing', 'workflows/complaint.ts', 'ops.show(run.rules, state);', ''],
  ['stays in one run for ever', 'workflows/complaint.ts', 'state.round > firstRound ||', 'false ||'],
  ['arms no timer', 'workflows/complaint.ts', 'wakeUp.arm({', 'void ({'],
  [
    'asks about people in a task of its own',
    'workflows/run-ledger.ts',
    'answered((way) => way.askPeople.executeWithOptions({ summary }, [{ questions }]))',
    'inTheEnd.askPeople.executeWithOptions({ summary }, [{ questions }])',
  ],
];

test.each(MUTANTS)('a workflow that %s does not replay what was recorded', async (_, file, original, mutated) => {
  const bundle = await bundleOfMutant(file, original, mutated);
  let failure: unknown = null;
  for (const history of histories) {
    failure ??= await replay(history, bundle).then(
      () => null,
      (error: unknown) => error,
    );
  }
  expect(failure).toBeInstanceOf(DeterminismViolationError);
});

async function bundleOfMutant(file: string, original: string, mutated: string): Promise<{ readonly code: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-mutant-'));
  try {
    for (const room of ['domain', 'workflows'])
      cpSync(join(PROJECT_ROOT, room), join(folder, room), { recursive: true });
    symlinkSync(join(PROJECT_ROOT, 'node_modules'), join(folder, 'node_modules'));
    const source = readFileSync(join(folder, file), 'utf8');
    expect(source.split(original)).toHaveLength(2);
    writeFileSync(join(folder, file), source.replace(original, mutated));
    return await bundleWorkflowCode({
      workflowsPath: join(folder, 'workflows/index.ts'),
      payloadConverterPath: join(folder, 'workflows/payload-converter.ts'),
      logger: new DefaultLogger('ERROR'),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
