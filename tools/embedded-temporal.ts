import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { connectTemporal } from '../temporal';
import { lastLine } from './embedded-postgres';
import { eventually } from './eventually';
import { freePort } from './free-port';
import { hasEnded, type ProcessGuard } from './process-guard';
import { SEARCH_ATTRIBUTE_FLAGS } from './search-attributes';
import { StartFailure } from './start-failure';

export interface TemporalInput {
  readonly guard: ProcessGuard;
  readonly binary: string;
  readonly logFile: string;
  /** A free one when not given. */
  readonly port?: number;
  /** No UI when not given. */
  readonly uiPort?: number;
  /** In memory when not given. */
  readonly databaseFile?: string;
  /** Namespaces beside `default`. */
  readonly namespaces?: readonly string[];
}

export interface TemporalServer {
  readonly address: string;
  readonly namespace: 'default';
  readonly child: ChildProcess;
}

/**
 * The first two allow time skipping (for runs that ask for it). The rest makes a skipped timer fire within
 * milliseconds instead of a second, and spares a quickly continued run the wait before its first task, which a run in
 * virtual time would serve in virtual days.
 */
const DYNAMIC_CONFIG = [
  'frontend.WorkflowTimeSkippingEnabled=true',
  'system.workflowTimeSkippingEnabled=true',
  'history.timerProcessorMaxTimeShift="1ms"',
  'history.timerProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxPollHostRPS=5000',
  'history.workflowIdReuseMinimalInterval="0s"',
];

/** Starts Temporal's development server on loopback with our search attributes. Throws StartFailure. */
export async function startTemporal(input: TemporalInput): Promise<TemporalServer> {
  const port = input.port ?? (await freePort());
  const child = launch(input, port);
  const address = `127.0.0.1:${port}`;
  const failure = () =>
    new StartFailure(`Temporal does not start; ${input.logFile} says why: ${lastLine(input.logFile)}`);
  await eventually(
    async () => {
      if (hasEnded(child)) throw failure();
      return answers(address);
    },
    { limitMs: 60_000, everyMs: 50, failure },
  );
  return { address, namespace: 'default', child };
}

async function answers(address: string): Promise<boolean> {
  try {
    const settings = { address, namespace: 'default', taskQueue: '' };
    const connection = await connectTemporal(settings, 1_000);
    try {
      await connection.workflowService.describeNamespace({ namespace: 'default' });
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
      return SEARCH_ATTRIBUTE_FLAGS.every((flag) => (flag.split('=')[0] ?? '') in customAttributes);
    } finally {
      await connection.close();
    }
  } catch {
    return false;
  }
}

function launch(
  { guard, binary, logFile, uiPort, databaseFile, namespaces = [] }: TemporalInput,
  port: number,
): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  try {
    return guard.spawn({
      name: 'temporal',
      command: binary,
      args: [
        ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'warn'],
        ...(uiPort === undefined ? ['--headless'] : ['--ui-ip', '127.0.0.1', '--ui-port', String(uiPort)]),
        ...(databaseFile === undefined ? [] : ['--db-filename', databaseFile]),
        ...namespaces.flatMap((namespace) => ['--namespace', namespace]),
        ...SEARCH_ATTRIBUTE_FLAGS.flatMap((flag) => ['--search-attribute', flag]),
        ...DYNAMIC_CONFIG.flatMap((setting) => ['--dynamic-config-value', setting]),
      ],
      options: { cwd: tmpdir(), stdio: ['ignore', log, log] },
    });
  } finally {
    closeSync(log);
  }
}
