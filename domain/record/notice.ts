import type { Instant } from '../calendar/calendar';
import type { DeadlineRef, ComplaintEvent, EventOf } from '../model/event';
import { COMPLAINANT, namesOf } from '../model/people';
import { KINDS } from '../kinds/table';
import type { NoticeTemplate } from '../model/notice-template';
import type { Moment } from './moment';
import type { ComplaintState } from '../model/state';
import { currentOwners, isComplainantsMove, taskById } from '../model/tasks';

/** Somebody to be told something that an event has brought about. Derived, never decided. */
export interface Notice {
  /** `reference:event number:template:recipient`; the receiver sees it and may drop repeats by it. */
  readonly id: string;
  readonly template: NoticeTemplate;
  /** Staff id, the name of a pool, or `complainant`. */
  readonly to: string;
  readonly event: number;
  readonly at: Instant;
}

/** What a notice is about: everything that its words may name. */
export interface NoticeSubject extends Omit<Moment, 'texts'> {
  readonly notice: Notice;
  readonly reference: string;
  /** What the recipient reads, as they or their system said it: `zh-TW`. */
  readonly locale: string;
  readonly recipientName: string;
  /** The moment's texts in full; those that were erased are missing. */
  readonly texts: Readonly<Record<string, string>>;
}

type Told = readonly [NoticeTemplate, readonly string[]];

/** The notices that one event brings about. `after` is the state with the event folded in. Pure and total. */
export function noticesFor(
  before: ComplaintState | null,
  event: ComplaintEvent,
  after: ComplaintState,
): readonly Notice[] {
  return told(before, event, after).flatMap(([template, people]) =>
    [...new Set(people)].map((to) => ({
      id: `${after.reference}:${event.number}:${template}:${to}`,
      template,
      to,
      event: event.number,
      at: event.at,
    })),
  );
}

function told(before: ComplaintState | null, event: ComplaintEvent, after: ComplaintState): readonly Told[] {
  switch (event.type) {
    case 'acknowledged':
      return [['acknowledgement', [COMPLAINANT]]];
    case 'taskOpened':
      return opened(event);
    case 'handoverPassedOn':
      return [['handover', namesOf(event.owner)]];
    case 'assigned':
      return [['assignment', newOwners(before, event)]];
    case 'rungReached':
      return climbed(event);
    case 'deadlineMissed':
      return 'task' in event.of ? [['overdue', holders(after, event.of)]] : promiseMissed(event.of.clock, after);
    case 'taskCompleted':
      return event.final === undefined ? [] : [[event.final ? 'final-reply' : 'reply', [COMPLAINANT]]];
    case 'surveyAnswered':
      return [['survey-filed', before?.proposedBy ?? []]];
    case 'paused':
      return [['information-needed', [COMPLAINANT]]];
    case 'resumed':
      return [['resumed', currentOwners(after)]];
    case 'progressDue':
      return [['progress-due', event.to]];
    case 'progressReported':
      return [['progress', [COMPLAINANT]]];
    case 'granted':
      return [['granted', [COMPLAINANT]]];
    case 'heldAccountable':
      return [['accountable', event.people]];
    case 'extended':
      return [
        ['extended', holders(after, event.of)],
        ['rescheduled', asked(after, event.of)],
      ];
    case 'rescheduled':
      return event.dueAt === null ? [] : [['rescheduled', concerned(after, event.of)]];
    case 'roundStarted':
      return event.because === 'reopened' ? [] : [['round-started', [COMPLAINANT]]];
    case 'closed':
      return [['closed', [COMPLAINANT]]];
    case 'reopened':
      return [['reopened', [COMPLAINANT]]];
    default:
      return [];
  }
}

function holders(state: ComplaintState, of: DeadlineRef): readonly string[] {
  return 'task' in of ? heldBy(state, of.task) : currentOwners(state);
}

/**
 * Whom a date concerns: of a task its owners and whose move it is, of a promise whoever it was made to, of a law's limit
 * those at work.
 */
function concerned(state: ComplaintState, of: DeadlineRef): readonly string[] {
  if ('clock' in of && state.clocks[of.clock]?.kind === 'promise') return [COMPLAINANT];
  return [...holders(state, of), ...asked(state, of)];
}

/** The complainant, where they were asked for something by a date that is theirs. */
function asked(state: ComplaintState, of: DeadlineRef): readonly string[] {
  const task = 'task' in of ? taskById(state, of.task) : null;
  return task !== null && isComplainantsMove(task) ? [COMPLAINANT] : [];
}

/** Whoever is named; of a pool only those who were not in it before. */
function newOwners(before: ComplaintState | null, { task, owner }: EventOf<'assigned'>): readonly string[] {
  const known = owner.person === null && before ? holders(before, { task }) : [];
  return namesOf(owner).filter((name) => !known.includes(name));
}

function heldBy(state: ComplaintState, task: string): readonly string[] {
  const owner = taskById(state, task)?.owner;
  return owner ? namesOf(owner) : [];
}

function opened(event: EventOf<'taskOpened'>): readonly Told[] {
  const { owner, complainant } = KINDS[event.kind].tells(event.turn ?? 'ours');
  const owners: Told = [owner, namesOf(event.owner)];
  return complainant === null ? [owners] : [owners, [complainant, [COMPLAINANT]]];
}

function climbed(event: EventOf<'rungReached'>): readonly Told[] {
  const template = { remind: 'reminder', tell: 'escalation', give: 'held' } as const;
  return [
    [template[event.action], event.to],
    ['explanation-owed', event.explain],
  ];
}

function promiseMissed(clock: string, after: ComplaintState): readonly Told[] {
  return after.clocks[clock]?.kind === 'promise' ? [['promise-missed', [COMPLAINANT]]] : [];
}
