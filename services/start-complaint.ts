import type { Client, WorkflowStartOptions } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import { decide, isRefused } from '../domain/decide';
import type { Decided } from '../domain/draft';
import type { ComplaintEvent } from '../domain/model/event';
import { fold } from '../domain/record/evolve';
import type { CustomsOf } from '../domain/calendar/customs';
import { handledActs, remembered } from '../domain/record/handled-acts';
import { receiptOf, type Receipt } from '../domain/record/receipt';
import type { BareRules } from '../domain/model/rules';
import { knowing, type AnswerSource } from '../domain/people/asking';
import type { ComplaintState } from '../domain/model/state';
import { COMPLAINT_WORKFLOW, type ComplaintWorkflowInput } from '../workflows/messages/messages';
import { searchAttributesOf } from '../workflows/messages/search-attributes';
import { createCalendarMessenger } from './calendar-messenger';
import type {
  AcceptedComplaint,
  CalendarBacklog,
  Ledger,
  LedgerReader,
  RuleBooks,
  RunStarter,
} from '../activities/ports';

export interface ComplaintStarterInput {
  readonly client: Client;
  readonly taskQueue: string;
  readonly ruleBooks: RuleBooks;
  readonly customs: CustomsOf;
  readonly people: AnswerSource;
  readonly ledger: Ledger & LedgerReader;
  /** What to tell a run that starts by a former calendar; without it the sweep does. */
  readonly news?: Pick<CalendarBacklog, 'newest'>;
}

export interface ReceiveInput {
  readonly withinMs: number;
  /** The rules of a complaint that was accepted a moment ago: nothing of it is recorded yet. Without them they are looked up. */
  readonly rules?: BareRules;
}

export interface ComplaintStarter extends RunStarter {
  /**
   * Registers the complaint unless it is, sees to it that its run is there, and answers the receipt: the same one whenever
   * it is asked for. Throws the client's errors when Temporal is away or slow; the complaint is registered all the same.
   */
  receive(accepted: AcceptedComplaint, how: ReceiveInput): Promise<Receipt>;
}

/**
 * Registers accepted complaints and starts their runs from their ledgers; so the run of an open complaint whose history is
 * lost starts again where it was. The reference is the workflow's id: there is one run at a time, ever.
 */
export function createComplaintStarter(input: ComplaintStarterInput): ComplaintStarter {
  return {
    async receive(accepted, { withinMs, rules: known }) {
      const { rules, ...decided } = known ? await registered(input, accepted, known) : await recorded(input, accepted);
      await input.client.withDeadline(Date.now() + withinMs, () => startRun(input, rules, decided));
      const { events } = decided;
      return receiptOf(rules.calendar, fold(registering(events)));
    },
    async start(accepted) {
      const { rules, ...decided } = await recorded(input, accepted);
      await startRun(input, rules, decided);
    },
  };
}

/** What registering brought about: before anybody acted, and before the calendar was changed. */
function registering(events: readonly ComplaintEvent[]): readonly ComplaintEvent[] {
  const later = events.findIndex(({ via }) => via !== 'intake');
  return later < 0 ? events : events.slice(0, later);
}

/**
 * A run that is there is left as it is. One that ended before the complaint did (terminated, say) is followed by another,
 * by the calendar that its ledger ends with; if that has changed since, it hears of it as everybody did.
 */
async function startRun(input: ComplaintStarterInput, atFirst: BareRules, decided: Decided) {
  const { client, taskQueue, ruleBooks, news } = input;
  const { state } = decided;
  const calendar = await ruleBooks.calendarByHash(state.calendar.hash);
  const rules = { ...atFirst, calendar };
  await client.workflow.start(COMPLAINT_WORKFLOW, runStart(taskQueue, rules, decided));
  const current = await ruleBooks.calendar(calendar.id);
  if (current.hash === calendar.hash) return;
  const told = await news?.newest(calendar.id);
  if (told && told.calendar.hash !== calendar.hash) await createCalendarMessenger(client).tell(state.reference, told);
}

/** Rules as at the registration: the calendar is the one of then. */
async function rulesOf(input: ComplaintStarterInput, accepted: AcceptedComplaint): Promise<BareRules> {
  const { ruleBooks } = input;
  const procedure = await ruleBooks.procedure(accepted.procedureHash);
  const calendar = await ruleBooks.calendarByHash(accepted.calendarHash);
  const customs = input.customs(accepted.registration.locale, calendar);
  return { procedure, calendar, ...(customs === undefined ? {} : { customs }) };
}

interface Recorded extends Decided {
  readonly rules: BareRules;
}

/** The complaint's events; what registers it is written first where there are none. */
async function recorded(input: ComplaintStarterInput, accepted: AcceptedComplaint): Promise<Recorded> {
  const { reference } = accepted.registration;
  const [rules, known] = await Promise.all([rulesOf(input, accepted), input.ledger.events(reference)]);
  return known.length > 0 ? { rules, events: known, state: fold(known) } : registered(input, accepted, rules);
}

/** Registers it. Whoever writes its first events is right, and these are answered. */
async function registered(
  input: ComplaintStarterInput,
  accepted: AcceptedComplaint,
  rules: BareRules,
): Promise<Recorded> {
  const { ledger, people } = input;
  const { registration, acceptedAt } = accepted;
  const { reference } = registration;
  const decision = await knowing(people, rules, (known) =>
    decide(known, null, { type: 'register', registration }, acceptedAt.toISOString()),
  );
  if (isRefused(decision)) throw new Error(`${reference} cannot be registered: ${decision.refusal.detail}`);
  let failure: unknown;
  try {
    const { is } = await ledger.record({ reference, events: decision.events });
    if (is === 'recorded') return { rules, ...decision };
  } catch (error) {
    failure = error;
  }
  const others = await ledger.events(reference);
  if (others.length === 0) throw failure;
  return { rules, events: others, state: fold(others) };
}

function runStart(taskQueue: string, rules: BareRules, { events, state }: Decided): WorkflowStartOptions {
  const { channel, category, severity } = state.registration;
  const input: ComplaintWorkflowInput = {
    rules,
    carried: { state, ...remembered(handledActs(events)) },
  };
  return {
    workflowId: state.reference,
    taskQueue,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    args: [input],
    staticSummary: [state.procedure.key, channel, category, severity].filter((part) => part != null).join(' · '),
    typedSearchAttributes: shown(state),
  };
}

function shown(state: ComplaintState): SearchAttributePair[] {
  return searchAttributesOf(state).filter((pair): pair is SearchAttributePair => pair.value !== null);
}
