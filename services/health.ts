import type { Client } from '@temporalio/client';
import type { Acting } from './acting';
import { countForFigures, pingDatabase, type Counts } from '../db/figures';
import type { Pool } from '../db/pool';

export type { Counts } from '../db/figures';

const PATIENCE_MS = 2_000;

/** Whether what the program needs is there, and how much it holds. */
export class Health {
  constructor(
    private readonly pool: Pool,
    private readonly client: Client,
    private readonly acting: Pick<Acting, 'refusedLate'>,
  ) {}

  /** Acts that were taken for possible and that a run has refused, since this process began. */
  get refusedLate(): number {
    return this.acting.refusedLate;
  }

  /** Throws as the driver does while the database is away. */
  counts(): Promise<Counts> {
    return countForFigures(this.pool);
  }

  /** False after two seconds without an answer. */
  databaseAnswers(): Promise<boolean> {
    return answers(() => pingDatabase(this.pool));
  }

  /** False after two seconds without an answer. */
  engineAnswers(): Promise<boolean> {
    const { client } = this;
    return answers(() => client.withDeadline(Date.now() + PATIENCE_MS, () => client.workflowService.getSystemInfo({})));
  }
}

async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  try {
    return await Promise.race([ask().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
