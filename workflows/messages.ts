import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributeUpdatePair } from '@temporalio/common';
import { nearestTask, openTasks } from '../domain/tasks';
import type { Act, Registration } from '../domain/act';
import type { Calendar, Instant } from '../domain/calendar';
import type { Text } from '../domain/content';
import type { ComplaintEvent } from '../domain/event';
import type { Forecast } from '../domain/forecast';
import type { Directory } from '../domain/people';
import type { Receipt } from '../domain/receipt';
import type { Rules } from '../domain/rules';
import type { ComplaintState } from '../domain/state';

export const COMPLAINT_WORKFLOW = 'complaintWorkflow';
export const SWEEP_WORKFLOW = 'sweepWorkflow';

export interface ComplaintWorkflowInput {
  readonly rules: Rules;
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

export interface Carried {
  readonly state: ComplaintState;
  readonly timeline: readonly TimelineEntry[];
  /** Ids of acts already accepted. */
  readonly handled: readonly string[];
}

export type TimelineEntry = Pick<ComplaintEvent, 'number' | 'at' | 'type' | 'stage' | 'round' | 'actor'>;

/** An event as the timeline query shows it. */
export function timelineEntry({ number, at, type, stage, round, actor }: ComplaintEvent): TimelineEntry {
  return { number, at, type, stage, round, actor };
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

/** Waits until the registration is recorded, then answers the same for ever. */
export const receiptUpdate = defineUpdate<Receipt, []>('receipt');
export const actUpdate = defineUpdate<ActResult, [Act]>('act');
export const actSignal = defineSignal<[Act]>('act');
/** The organisation has changed: roles, departments, reporting lines. */
export const peopleSignal = defineSignal<[Directory]>('people');
/** The calendar that the complaint counts by was changed: what is open counts by the new one from here on. */
export const calendarSignal = defineSignal<[CalendarMessage]>('calendar');
export const stateQuery = defineQuery<ComplaintState | null>('state');
export const timelineQuery = defineQuery<readonly TimelineEntry[]>('timeline');
export const forecastQuery = defineQuery<Forecast | null>('forecast');

/** A refused Update fails with an application failure of this type; its details are the refusal. */
export const REFUSED = 'Refused';

export const complaintProcedure = defineSearchAttributeKey('ComplaintProcedure', SearchAttributeType.KEYWORD);
export const complaintStage = defineSearchAttributeKey('ComplaintStage', SearchAttributeType.KEYWORD);
export const complaintSeverity = defineSearchAttributeKey('ComplaintSeverity', SearchAttributeType.KEYWORD);
export const complaintDepartment = defineSearchAttributeKey('ComplaintDepartment', SearchAttributeType.KEYWORD);
export const complaintOwner = defineSearchAttributeKey('ComplaintOwner', SearchAttributeType.KEYWORD);
export const complaintDueAt = defineSearchAttributeKey('ComplaintDueAt', SearchAttributeType.DATETIME);
export const complaintLevel = defineSearchAttributeKey('ComplaintLevel', SearchAttributeType.INT);
export const complaintRound = defineSearchAttributeKey('ComplaintRound', SearchAttributeType.INT);

export const SEARCH_ATTRIBUTES = [
  complaintProcedure,
  complaintStage,
  complaintSeverity,
  complaintDepartment,
  complaintOwner,
  complaintDueAt,
  complaintLevel,
  complaintRound,
] as const;

/** What lists of runs in the Temporal UI are searched by: ids and enums only. Null where there is nothing to show. */
export function searchAttributesOf(state: ComplaintState): readonly SearchAttributeUpdatePair[] {
  const task = nearestTask(state);
  const dueAt = task?.budget.dueAt ?? null;
  return [
    { key: complaintProcedure, value: state.procedure.key },
    { key: complaintStage, value: state.stage?.key ?? state.status },
    { key: complaintSeverity, value: state.severity },
    { key: complaintDepartment, value: task?.owner.department ?? null },
    { key: complaintOwner, value: task ? (task.owner.person ?? task.owner.rule) : null },
    { key: complaintDueAt, value: dueAt === null ? null : new Date(Date.parse(dueAt)) },
    { key: complaintLevel, value: Math.max(0, ...openTasks(state).map(({ level }) => level)) },
    { key: complaintRound, value: state.round },
  ];
}
