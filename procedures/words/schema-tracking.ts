import type { CloseResult, StageKind } from '../../domain/model/procedure';
import { strict } from '../language/schema-values';
import { sentences } from './patterns';

type Progress = Exclude<StageKind, 'close'> | 'asked' | 'paused' | 'between' | 'archived';

const PROGRESS: Readonly<Record<Progress, readonly []>> = {
  task: [],
  parallel: [],
  'hand-over': [],
  approval: [],
  consent: [],
  execute: [],
  reply: [],
  revisit: [],
  grant: [],
  await: [],
  asked: [],
  paused: [],
  between: [],
  archived: [],
};

const CLOSED: Readonly<Record<CloseResult, readonly []>> = {
  resolved: [],
  unfounded: [],
  withdrawn: [],
  'no-answer': [],
  unresolved: [],
  'not-accepted': [],
};

const NEXT = {
  answer: [],
  choose: [],
  execute: [],
  visit: [],
  send: [],
  outside: [],
  information: [],
  reopen: [],
  guarantee: [],
  work: [],
  late: [],
} as const;

const HISTORY = {
  registered: [],
  'handed-over': [],
  proposed: [],
  awaited: [],
  asked: [],
  told: [],
  came: [],
  lapsed: [],
  agreed: [],
  partly: [],
  disagreed: [],
  silent: [],
  granted: [],
  executed: [],
  replied: [],
  surveyed: [],
  paused: [],
  resumed: [],
  extended: [],
  longer: [],
  reported: [],
  round: [],
  evidence: [],
  note: [],
  withdrawn: [],
  objected: [],
  referred: [],
  closed: [],
  reopened: [],
} as const;

/** What the complainant can be told has happened. */
export type HistoryEntry = keyof typeof HISTORY;

/** What the complainant reads about their complaint, besides the titles of the procedure itself. */
export const trackingSchema = strict({
  progress: sentences(PROGRESS),
  closed: sentences(CLOSED),
  next: sentences(NEXT),
  history: sentences(HISTORY),
});
