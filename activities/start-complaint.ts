import type { Client, WorkflowStartOptions } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import { decide, isRefused } from '../domain/decide';
import type { ComplaintEvent } from '../domain/event';
import { fold } from '../domain/evolve';
import { SYSTEM } from '../domain/people';
import { receiptOf, type Receipt } from '../domain/receipt';
import type { Rules } from '../domain/rules';
import type { ComplaintState } from '../domain/state';
import {
  COMPLAINT_WORKFLOW,
  searchAttributesOf,
  timelineEntry,
  type ComplaintWorkflowInput,
} from '../workflows/messages';
import type { AcceptedComplaint, Ledger, LedgerReader, PeopleSource, RuleBooks, RunStarter } from './ports';

export interface ComplaintStarterInput {
  readonly client: Client;
  readonly taskQueue: string;
  readonly ruleBooks: RuleBooks;
  readonly people: PeopleSource;
  readonly ledger: Ledger & LedgerReader;
}

export interface ComplaintStarter extends RunStarter {
  /**
   * Registers the complaint unless it is, sees to it that its run is there, and answers the receipt: the same one whenever
   * it is asked for. Throws the client's errors when Temporal is away or slow; the complaint is registered all the same.
   */
  receive(accepted: AcceptedComplaint, withinMs: number): Promise<Receipt>;
}

/**
 * Registers accepted complaints and starts their runs from their ledgers; so the run of an open complaint whose history is
 * lost starts again where it was. The reference is the workflow's id: there is one run at a time, ever.
 */
export function createComplaintStarter(input: ComplaintStarterInput): ComplaintStarter {
  return {
    async receive(accepted, withinMs) {
      const rules = await rulesOf(input, accepted);
      const events = await recorded(input, rules, accepted);
      await input.client.withDeadline(Date.now() + withinMs, () => startRun(input, rules, events));
      const others = events.findIndex(({ actor }) => actor !== SYSTEM);
      return receiptOf(rules.calendar, fold(others < 0 ? events : events.slice(0, others)));
    },
    async start(accepted) {
      const rules = await rulesOf(input, accepted);
      await startRun(input, rules, await recorded(input, rules, accepted));
    },
  };
}

/** A run that is there is left as it is. One that ended before the complaint did (terminated, say) is followed by another. */
async function startRun({ client, taskQueue }: ComplaintStarterInput, rules: Rules, events: readonly ComplaintEvent[]) {
  await client.workflow.start(COMPLAINT_WORKFLOW, runStart(taskQueue, rules, events));
}

async function rulesOf({ ruleBooks, people }: ComplaintStarterInput, accepted: AcceptedComplaint): Promise<Rules> {
  const procedure = await ruleBooks.procedure(accepted.procedureHash);
  const [calendar, directory] = await Promise.all([ruleBooks.calendar(procedure.calendar), people.current()]);
  return { procedure, calendar, people: directory };
}

/** The complaint's events; what registers it is written first where there are none. Whoever writes them first is right. */
async function recorded(
  { ledger }: ComplaintStarterInput,
  rules: Rules,
  { registration, acceptedAt }: AcceptedComplaint,
): Promise<readonly ComplaintEvent[]> {
  const { reference } = registration;
  const known = await ledger.events(reference);
  if (known.length > 0) return known;
  const decision = decide(rules, null, { type: 'register', registration }, acceptedAt.toISOString());
  if (isRefused(decision)) throw new Error(`${reference} cannot be registered: ${decision.refusal.detail}`);
  try {
    await ledger.record({ reference, events: decision.events });
    return decision.events;
  } catch (error) {
    const others = await ledger.events(reference);
    if (others.length === 0) throw error;
    return others;
  }
}

function runStart(taskQueue: string, rules: Rules, events: readonly ComplaintEvent[]): WorkflowStartOptions {
  const state = fold(events);
  const { channel, category, severity } = state.registration;
  const input: ComplaintWorkflowInput = {
    rules,
    carried: { state, timeline: events.map(timelineEntry), handled: [] },
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
