import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  currentUpdateInfo,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Act } from '../domain/model/act';
import { readAct } from '../domain/acts/act-shape';
import { isText } from '../domain/model/content';
import { isCalendar } from '../domain/calendar/calendar';
import { ANYBODY } from '../domain/people/asking';
import { roleForecast } from '../domain/role-forecast';
import type { Via } from '../domain/model/origin';
import type { Receipt } from '../domain/record/receipt';
import type { Refusal } from '../domain/model/refusal';
import { ComplaintRun } from './complaint-run';
import { WakeUp } from './wake-up';
import {
  actSignal,
  actUpdate,
  calendarSignal,
  forecastQuery,
  leftSignal,
  receiptUpdate,
  REFUSED,
  stateQuery,
  timelineQuery,
  type ActResult,
  type CalendarMessage,
  type ComplaintWorkflowInput,
  type Sending,
} from './messages/messages';
import { OpsView, timerSummary } from './ops-view';

/** Work for the loop, in the order of arrival: handlers only put it there, so nothing interleaves. */
type Job = () => Promise<void>;

/** How an act came, and the id that it goes by where it has none of its own. */
interface Sent {
  readonly id: string;
  readonly via: Via;
}

/** One complaint, from intake to archive. Everything it decides is decided by the core; this gives the core time. */
export async function complaintWorkflow(input: ComplaintWorkflowInput): Promise<void> {
  const run = new ComplaintRun(input);
  const jobs: Job[] = [];
  receiveMessages(run, jobs);

  const wakeUp = new WakeUp();
  const ops = new OpsView();
  const firstRound = input.carried?.state.round ?? 1;
  if (run.state) ops.show(run.rules, run.state);
  await run.register();

  for (;;) {
    for (let job = jobs.shift(); job; job = jobs.shift()) await job();
    const passed = wakeUp.take();
    if (passed !== null) {
      await run.timePassed(passed);
      continue;
    }
    const { state } = run;
    if (state === null) throw new Error('a run begins with a registration or with a carried state');
    ops.show(run.rules, state);
    if (state.status === 'archived') break;
    const goesOn = state.round > firstRound || isLong();
    if (goesOn && allHandlersFinished()) {
      wakeUp.disarm();
      await continueAsNew<typeof complaintWorkflow>(run.carry());
    }
    wakeUp.arm({ at: run.nextInstant(), now: run.now(), summary: timerSummary(run.rules, state) });
    await condition(() => jobs.length > 0 || wakeUp.hasPassed || (goesOn && allHandlersFinished()));
  }
  await condition(allHandlersFinished);
}

/** A run of more events than this is continued by another, so that every history stays quick to read and to replay. */
const MOST_EVENTS = 300;

function isLong(): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength > MOST_EVENTS;
}

/** All handlers, set before anything is awaited. */
function receiveMessages(run: ComplaintRun, jobs: Job[]): void {
  const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      jobs.push(() => work().then(resolve, reject));
    });

  setHandler(stateQuery, () => run.state);
  setHandler(timelineQuery, () => run.timeline);
  setHandler(forecastQuery, () => run.state && roleForecast({ ...run.rules, people: ANYBODY }, run.state));
  setHandler(receiptUpdate, (): Promise<Receipt> => inTurn(() => Promise.resolve(run.receipt())));
  setHandler(calendarSignal, (given: unknown) => {
    const id = run.nameSignal();
    jobs.push(() => (isCalendarMessage(given) ? run.changeCalendar(given, id) : run.ignoreSignal('malformed', id)));
  });
  setHandler(leftSignal, () => {
    jobs.push(() => run.staffLeft());
  });
  setHandler(
    actUpdate,
    (act, sending) => {
      const id = updateId();
      return inTurn(() => perform(run, act, { id, via: sendingOf(sending).via }));
    },
    { validator: (act: Act, sending?: Sending) => refuseEarly(run, act, { id: updateId(), ...sendingOf(sending) }) },
  );
  setHandler(actSignal, (act) => {
    const id = run.nameSignal();
    jobs.push(() => performSignalled(run, act, { id, via: 'signal' }));
  });
}

function isCalendarMessage(given: unknown): given is CalendarMessage {
  const { calendar, reason } = (given ?? {}) as Partial<Record<keyof CalendarMessage, unknown>>;
  return isCalendar(calendar) && isText(reason);
}

/** Set by whoever sends the Update, else by the client; unique within a run. */
function updateId(): string {
  const info = currentUpdateInfo();
  if (!info) throw new Error('only the handlers of an Update know its id');
  return info.id;
}

function refuseEarly(run: ComplaintRun, given: Act, sent: Sent & { readonly after: number }): void {
  const read = readAct(given);
  const refusal = 'refusal' in read ? read.refusal : run.refusalOf({ id: sent.id, ...read.act }, sent);
  if (refusal) throw refused(refusal);
}

/** Anybody may send an Update, and with it anything. */
function sendingOf(said: unknown): { readonly via: Via; readonly after: number } {
  const { via, after } = (said ?? {}) as Partial<Record<keyof Sending, unknown>>;
  return {
    via: via === 'api' || via === 'tracking' ? via : 'update',
    after: typeof after === 'number' ? after : 0,
  };
}

async function perform(run: ComplaintRun, given: Act, sent: Sent): Promise<ActResult> {
  const read = readAct(given);
  const result = 'refusal' in read ? read.refusal : await run.act({ id: sent.id, ...read.act }, sent.via);
  if ('type' in result) throw refused(result);
  return result;
}

async function performSignalled(run: ComplaintRun, given: unknown, sent: Sent): Promise<void> {
  const read = readAct(given);
  if ('refusal' in read) return run.ignoreSignal(read.refusal.type, sent.id);
  const result = await run.act({ id: sent.id, ...read.act }, sent.via);
  if ('type' in result) await run.ignoreSignal(result.type, sent.id);
}

function refused(refusal: Refusal): ApplicationFailure {
  return ApplicationFailure.create({ type: REFUSED, nonRetryable: true, message: refusal.detail, details: [refusal] });
}
