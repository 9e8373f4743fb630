import type { z } from 'zod';
import { strict } from '../language/schema-values';
import { pattern } from './patterns';

/** What a finding may name: ids only, and of each kind in one list. */
export const NAMED_KINDS = [
  'attribute',
  'calendar',
  'channel',
  'check',
  'clock',
  'complaint',
  'department',
  'notice',
  'place-kind',
  'procedure',
  'queue',
  'right',
  'role',
  'session',
  'source',
  'staff',
] as const;
export type NamedKind = (typeof NAMED_KINDS)[number];

/** Beside what is named: how many of the first there are, how long it has been so, how far apart, and a day. */
type Told = NamedKind | 'count' | 'span' | 'seconds' | 'date';

/** Everything that may be wrong with an installation, by what its sentence may name. */
export const FINDINGS = {
  'no-rule-book': [],
  'no-source': [],
  'source-cannot-file': ['source', 'procedure'],
  'source-names-unpublished': ['source', 'procedure'],
  'source-webhook-unsigned': ['source'],
  'role-unheld': ['procedure', 'role'],
  'role-holder-away': ['staff', 'role'],
  'pool-large': ['procedure', 'role'],
  'right-unheld': ['right'],
  'place-kind-unknown': ['procedure', 'place-kind'],
  'calendar-ended': ['calendar', 'date'],
  'calendar-ending': ['calendar', 'date'],
  'calendar-unspread': ['calendar', 'span'],
  'complaint-not-started': ['complaint', 'count', 'span'],
  'run-missing': ['complaint', 'count'],
  'run-failing': ['complaint', 'count'],
  'run-ended': ['complaint', 'count'],
  'notice-late': ['notice', 'count', 'span'],
  'notice-retried': ['notice', 'count'],
  'notice-failed': ['notice', 'count'],
  'no-sender': ['channel'],
  'task-of-gone': ['staff', 'count'],
  'task-of-nobody': ['complaint', 'count'],
  'holder-unreachable': ['staff', 'count'],
  'stand-in-circle': ['staff'],
  'department-headless': ['department', 'count'],
  'engine-away': [],
  'no-worker': ['queue'],
  'sweep-missing': [],
  'sweep-paused': [],
  'sweep-late': ['span'],
  'search-attribute-missing': ['attribute'],
  'retention-short': ['span'],
  'hash-secret-other': [],
  'clock-differs': ['clock', 'seconds'],
  'tables-ahead': [],
  'ledger-unprotected': [],
  'database-waiting': ['count'],
  'public-url-clear': [],
  'check-unfinished': ['check'],
} as const satisfies Readonly<Record<string, readonly Told[]>>;

export type FindingCode = keyof typeof FINDINGS;

interface FindingText {
  /** What is wrong. */
  readonly says: string;
  /** What to do about it. */
  readonly do: string;
}

const texts = Object.entries<readonly string[]>(FINDINGS).map(([code, known]) => [
  code,
  strict({ says: pattern(known), do: pattern(known) }),
]);

export const diagnosisSchema = strict({
  /** Names, and how many others. */
  'and-more': pattern(['ids', 'count']),
  'at-least': pattern(['count']),
  findings: strict(Object.fromEntries(texts) as Record<FindingCode, z.ZodType<FindingText>>),
});
