import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Act, Registration } from '../../domain/model/act';
import type { Calendar, Instant } from '../../domain/calendar/calendar';
import type { Text } from '../../domain/model/content';
import type { ComplaintEvent } from '../../domain/model/event';
import type { RoleForecast } from '../../domain/role-forecast';
import type { Via } from '../../domain/model/origin';
import type { RememberedActs } from '../../domain/record/handled-acts';
import type { Receipt } from '../../domain/record/receipt';
import type { BareRules } from '../../domain/model/rules';
import type { ComplaintState } from '../../domain/model/state';

export const COMPLAINT_WORKFLOW = 'complaintWorkflow';
export const SWEEP_WORKFLOW = 'sweepWorkflow';

export interface ComplaintWorkflowInput {
  /** People apart: whoever they are when they are asked about. */
  readonly rules: BareRules;
  /** A new complaint that the run itself registers; rehearsals do so. */
  readonly registration?: Registration;
  /** A complaint whose record exists already: registered by the intake, continued as new, or restarted from its ledger. */
  readonly carried?: Carried;
  readonly rehearsal?: Rehearsal;
}

/** A rehearsal plays on a calendar of its own: it is `shift` milliseconds ahead of the server's time, and acts say when they happen. */
export interface Rehearsal {
  readonly startsAt: Instant;
  readonly shift: number;
}

export interface Carried extends RememberedActs {
  readonly state: ComplaintState;
  /** How many signals the runs before have had; the next is named by the number that follows. */
  readonly signals?: number;
}

export type TimelineEntry = Pick<
  ComplaintEvent,
  'number' | 'at' | 'type' | 'stage' | 'round' | 'actor' | 'via' | 'act'
>;

/** What one run has recorded; what came before `since` is in the ledger, and all of it in the API's timeline. */
export interface RunTimeline {
  /** Number of the first event that this run recorded, or will. */
  readonly since: number;
  readonly events: readonly TimelineEntry[];
}

/** An event as the timeline query shows it. */
export function timelineEntry({ number, at, type, stage, round, actor, via, act }: ComplaintEvent): TimelineEntry {
  return { number, at, type, stage, round, actor, via, ...(act === undefined ? {} : { act }) };
}

export interface ActResult {
  readonly reference: string;
  /** Numbers of the first and last event that the act brought about. */
  readonly events: readonly [number, number];
  readonly status: ComplaintState['status'];
  readonly stage: string | null;
  readonly round: number;
}

export interface CalendarMessage {
  readonly calendar: Calendar;
  readonly reason: Text;
}

/** Ways that end in an Update: with a key of staff, or with the complainant's tracking link. */
export type ApiWay = Extract<Via, 'api' | 'tracking'>;

/** What the API says of an act besides the act itself. */
export interface Sending {
  readonly via: ApiWay;
  /** Number of the last event that the sender knows to be recorded. */
  readonly after: number;
}

/** Waits until the registration is recorded, then answers the same for ever. */
export const receiptUpdate = defineUpdate<Receipt, []>('receipt');
/**
 * The API says by which way an act came and what it knew; whoever says nothing, or anything else, has come by the Update and
 * knew nothing.
 */
export const actUpdate = defineUpdate<ActResult, [Act, Sending?]>('act');
export const actSignal = defineSignal<[Act]>('act');
/** The calendar that the complaint counts by was changed: what is open counts by the new one from here on. */
export const calendarSignal = defineSignal<[CalendarMessage]>('calendar');
/** Somebody has left the organisation: the run asks who of those that hold its tasks is still there. */
export const leftSignal = defineSignal('left');
export const stateQuery = defineQuery<ComplaintState | null>('state');
export const timelineQuery = defineQuery<RunTimeline>('timeline');
/** Roles only; whom they are today, the API's forecast says. */
export const forecastQuery = defineQuery<RoleForecast | null>('forecast');

/** A refused Update fails with an application failure of this type; its details are the refusal. */
export const REFUSED = 'Refused';
