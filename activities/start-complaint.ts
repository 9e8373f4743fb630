import { WithStartWorkflowOperation, type Client, type WorkflowStartOptions } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  COMPLAINT_WORKFLOW,
  complaintProcedure,
  complaintSeverity,
  receiptUpdate,
  type ComplaintWorkflowInput,
  type Receipt,
} from '../workflows/messages';
import type { AcceptedComplaint, PeopleSource, RuleBooks, RunStarter } from './ports';

export interface ComplaintStarterInput {
  readonly client: Client;
  readonly taskQueue: string;
  readonly ruleBooks: RuleBooks;
  readonly people: PeopleSource;
}

export interface ComplaintStarter extends RunStarter {
  /**
   * Starts the run unless it is there, and waits for the receipt; the same one whenever it is asked for. Throws
   * WorkflowExecutionAlreadyStartedError once the run is over, and the client's errors when Temporal is away or slow.
   */
  receive(accepted: AcceptedComplaint, withinMs: number): Promise<Receipt>;
}

type RunStart = WorkflowStartOptions & { readonly workflowIdConflictPolicy: 'USE_EXISTING' };

/** Starts runs of accepted complaints: the reference is the workflow's id, so there is one run for each, ever. */
export function createComplaintStarter(input: ComplaintStarterInput): ComplaintStarter {
  const { workflow } = input.client;
  return {
    async start(accepted) {
      try {
        await workflow.start(COMPLAINT_WORKFLOW, await runStart(input, accepted));
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    },
    async receive(accepted, withinMs) {
      const startWorkflowOperation = new WithStartWorkflowOperation(
        COMPLAINT_WORKFLOW,
        await runStart(input, accepted),
      );
      const options = { startWorkflowOperation, updateId: 'receipt' };
      return input.client.withDeadline(Date.now() + withinMs, () =>
        workflow.executeUpdateWithStart(receiptUpdate, options),
      );
    },
  };
}

async function runStart(input: ComplaintStarterInput, accepted: AcceptedComplaint): Promise<RunStart> {
  const { registration, procedureHash } = accepted;
  const procedure = await input.ruleBooks.procedure(procedureHash);
  const [calendar, people] = await Promise.all([input.ruleBooks.calendar(procedure.calendar), input.people.current()]);
  const start: ComplaintWorkflowInput = { rules: { procedure, calendar, people }, registration };
  const { channel, category, severity } = registration;
  return {
    workflowId: registration.reference,
    taskQueue: input.taskQueue,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    args: [start],
    staticSummary: [procedure.key, channel, category].filter((part) => part !== undefined).join(' · '),
    typedSearchAttributes: [
      { key: complaintProcedure, value: procedure.key },
      ...(severity === undefined ? [] : [{ key: complaintSeverity, value: severity }]),
    ],
  };
}
