import type { Client } from '@temporalio/client';
import type { Pool, Queryable } from '../../db/pool';
import type { Span } from '../../domain/calendar/span';
import type { FindingFacts, Named } from '../../procedures/words/diagnosis';
import type { FindingCode, NamedKind } from '../../procedures/words/schema-diagnosis';
import type { KeyedHash } from '../keyed-hash';
import type { Library } from '../library';

/** An error stops something that must go on; a warning will, or keeps somebody from their work. */
export type Severity = 'error' | 'warning';

export const SEVERITIES: Readonly<Record<FindingCode, Severity>> = {
  'no-rule-book': 'error',
  'no-source': 'warning',
  'source-cannot-file': 'error',
  'source-names-unpublished': 'warning',
  'source-webhook-unsigned': 'error',
  'role-unheld': 'warning',
  'role-holder-away': 'warning',
  'pool-large': 'warning',
  'right-unheld': 'warning',
  'place-kind-unknown': 'warning',
  'calendar-ended': 'error',
  'calendar-ending': 'warning',
  'calendar-unspread': 'warning',
  'complaint-not-started': 'error',
  'run-missing': 'error',
  'run-failing': 'error',
  'run-ended': 'error',
  'notice-late': 'error',
  'notice-retried': 'warning',
  'notice-failed': 'warning',
  'no-sender': 'error',
  'task-of-gone': 'error',
  'task-of-nobody': 'error',
  'holder-unreachable': 'warning',
  'stand-in-circle': 'warning',
  'department-headless': 'warning',
  'engine-away': 'error',
  'no-worker': 'error',
  'sweep-missing': 'error',
  'sweep-paused': 'error',
  'sweep-late': 'error',
  'search-attribute-missing': 'error',
  'retention-short': 'warning',
  'hash-secret-other': 'error',
  'clock-differs': 'warning',
  'tables-ahead': 'error',
  'ledger-unprotected': 'error',
  'database-waiting': 'warning',
  'public-url-clear': 'warning',
  'check-unfinished': 'warning',
};

/** What the checks look at. */
export interface Installation {
  readonly pool: Pool;
  /** Reads from the database, two seconds at most for each statement. */
  readonly ask: <T>(look: (db: Queryable) => Promise<T>) => Promise<T>;
  readonly client: Client;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly library: Library;
  readonly hash: KeyedHash;
  readonly publicUrl: string;
  readonly now: () => Date;
}

export interface Check {
  /** Stable: an unfinished check is named by it. */
  readonly name: string;
  /** Left out while Temporal is away. */
  readonly needsEngine: boolean;
  look(installation: Installation): Promise<readonly FindingFacts[]>;
}

const MOST_NAMED = 10;
const MOST_COUNTED = 1_000;

/** The first ten by id, and how many there are, as far as they were read. */
export function named(kind: NamedKind, ids: readonly string[], mostCounted = MOST_COUNTED): Named {
  const count = Math.min(ids.length, mostCounted);
  return { kind, ids: ids.slice(0, MOST_NAMED), count, more: ids.length > count };
}

/** One finding about all of these, and none where there are none. */
export function about(code: FindingCode, kind: NamedKind, ids: readonly string[]): readonly FindingFacts[] {
  return ids.length === 0 ? [] : [{ code, about: [named(kind, ids)] }];
}

/** In the unit that reads well, rounded down. */
export function spanOf(milliseconds: number): Span {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 120) return { count: minutes, unit: 'm' };
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? { count: hours, unit: 'h' } : { count: Math.floor(hours / 24), unit: 'd' };
}
