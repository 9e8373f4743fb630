import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../tools/project-root';

/** The servers that all engine tests of one run share, as the set-up hands them to the test processes. */
export interface Engine {
  /** A superuser's connection URL of the database `postgres`. */
  readonly databaseUrl: string;
  /** The migrated database that fresh ones are copied from. */
  readonly template: string;
  readonly temporalAddress: string;
}

const VARIABLE = 'REDRESS_TEST_ENGINE';

export const WORKFLOW_BUNDLE = join(PROJECT_ROOT, 'dist', 'workflow-bundle.js');

export function publishEngine(engine: Engine): void {
  process.env[VARIABLE] = JSON.stringify(engine);
}

export function engine(): Engine {
  const published = process.env[VARIABLE];
  if (!published) throw new Error('no test engine: tests under test/unit have none, move this one to another folder');
  return JSON.parse(published) as Engine;
}

export function databaseUrl(name: string): string {
  const url = new URL(engine().databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export function workflowBundle(): { readonly code: string } {
  return { code: readFileSync(WORKFLOW_BUNDLE, 'utf8') };
}
