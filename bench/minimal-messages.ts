import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Calendar, Instant } from '../domain/calendar/calendar';
import type { ContentRef } from '../domain/model/content';
import type { ComplaintEvent } from '../domain/model/event';
import type { StageKind } from '../domain/model/procedure';

/** What the hand-written workflow starts with: the complaint, and the people and holidays of this one procedure. */
export interface MinimalInput {
  readonly reference: string;
  readonly source: string;
  readonly channel: string;
  readonly locale: string;
  readonly category: string;
  readonly severity: string;
  readonly receivedAt: Instant;
  readonly content: ContentRef;
  readonly team: Team;
  readonly holidays: Calendar['holidays'];
}

export interface Team {
  readonly desk: readonly string[];
  readonly department: string;
  readonly handlers: readonly string[];
  readonly managers: readonly string[];
}

export interface OpenTask {
  readonly id: string;
  readonly stage: string;
  readonly kind: StageKind;
  readonly rule: string;
  readonly department: string;
  readonly people: readonly string[];
  readonly person: string | null;
  readonly openedAt: Instant;
  readonly dueAt: Instant;
  readonly wakeAt: Instant;
  readonly proposedBy: string | null;
}

export interface NoticeRow {
  readonly event: number;
  readonly template: string;
  readonly to: string;
}

/** One step as it goes into the tables. */
export interface StepRecord {
  readonly reference: string;
  readonly events: readonly ComplaintEvent[];
  readonly status: 'open' | 'closed' | 'archived';
  readonly task: OpenTask | null;
  readonly promiseDueAt: Instant | null;
  readonly notices: readonly NoticeRow[];
  /** The first step only. */
  readonly complaint?: Omit<MinimalInput, 'team' | 'holidays'>;
}

export interface StepResult {
  readonly reference: string;
  readonly lastNumber: number;
  readonly stage: string | null;
}

export interface MinimalActivities {
  recordStep(step: StepRecord): Promise<void>;
}

export interface By {
  readonly by: string;
}

export const MINIMAL_WORKFLOW = 'minimalComplaint';
export const MINIMAL_QUEUE = 'minimal';

export interface Investigated extends By {
  readonly founded: boolean;
  readonly findings: ContentRef;
  readonly responsible: string;
}

export interface Answered extends By {
  readonly answer: ContentRef;
  readonly remedy: string;
  readonly speaksForCompany: boolean;
}

export interface Executed extends By {
  readonly done: ContentRef;
}

export const receiptUpdate = defineUpdate<{ readonly reference: string; readonly replyBy: Instant }, []>('receipt');
export const investigated = defineUpdate<StepResult, [Investigated]>('investigated');
export const handoverAccepted = defineUpdate<StepResult, [By]>('handoverAccepted');
export const answered = defineUpdate<StepResult, [Answered]>('answered');
export const approved = defineUpdate<StepResult, [By]>('approved');
export const chosen = defineUpdate<StepResult, [By & { readonly agreed: boolean }]>('chosen');
export const executed = defineUpdate<StepResult, [Executed]>('executed');
export const revisited = defineUpdate<StepResult, [By & { readonly satisfaction: string }]>('revisited');
export const taskQuery = defineQuery<OpenTask | null>('task');
