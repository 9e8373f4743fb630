import { allHandlersFinished, condition, setHandler, sleep } from '@temporalio/workflow';
import { later } from './minimal-days';
import {
  answered,
  approved,
  chosen,
  executed,
  handoverAccepted,
  investigated,
  receiptUpdate,
  revisited,
  taskQuery,
  type Answered,
  type By,
  type Executed,
  type Investigated,
  type MinimalInput,
  type Team,
} from './minimal-messages';
import { MinimalRun, refused, type Opening } from './minimal-run';

/**
 * What one would write by hand for this one procedure and no other: no rule book, no core. It is what the engine is
 * measured against, and no part of the product.
 */
export async function minimalComplaint(input: MinimalInput): Promise<void> {
  const run = new MinimalRun(input);
  const stages = stagesOf(input.team);
  receiveUntilApproval(run, stages);
  receiveAfterApproval(run, stages, input.team);
  setHandler(taskQuery, () => run.task);
  setHandler(receiptUpdate, async () => {
    await condition(() => run.isRegistered);
    return { reference: input.reference, replyBy: run.replyBy };
  });

  await register(run, input, stages.investigate);
  while (!run.isClosed && run.task) {
    const { changes, task } = run;
    const left = Math.max(1, Date.parse(task.wakeAt) - Date.now());
    if (!(await condition(() => run.changes > changes, left))) await run.remind(task);
  }
  await sleep('30 days');
  await run.archive();
  await condition(allHandlersFinished);
}

type Stages = ReturnType<typeof stagesOf>;

function stagesOf({ desk, department, handlers, managers }: Team) {
  const byDesk = { rule: 'desk', department: 'customer-service', people: desk };
  const byDepartment = { rule: 'department', department, people: handlers };
  const byManagement = { rule: 'management', department: 'management', people: managers };
  return {
    investigate: { stage: 'investigate', kind: 'task', ...byDesk, within: 3, remindBefore: 1 },
    handOver: { stage: 'hand-over', kind: 'hand-over', ...byDepartment, within: 3, remindBefore: 1 },
    management: { stage: 'management', kind: 'approval', ...byManagement, within: 2, remindBefore: 1 },
    consent: { stage: 'consent', kind: 'consent', ...byDesk, within: 7, natural: true, remindBefore: 3 },
    execute: { stage: 'execute', kind: 'execute', ...byDepartment, within: 10, remindBefore: 1 },
    revisit: { stage: 'revisit', kind: 'revisit', ...byDesk, within: 5, remindBefore: 1 },
  } satisfies Record<string, Opening>;
}

async function register(run: MinimalRun, input: MinimalInput, opens: Opening): Promise<void> {
  const { team: _team, holidays: _holidays, ...registration } = input;
  const procedure = { key: 'property-developer', hash: 'minimal' };
  const calendar = { id: 'cn', hash: 'minimal' };
  const limit = { count: 5, unit: 'wd' } as const;
  const promise = { clock: 'reply', kind: 'promise', startedAt: input.receivedAt, limit, dueAt: run.replyBy } as const;
  await run.perform({
    by: 'system',
    before: [
      { type: 'registered', procedure, calendar, registration: { ...registration, requests: [], facts: {} } },
      { type: 'clockStarted', ...promise },
      { type: 'acknowledged' },
    ],
    opens,
    notices: [toComplainant('acknowledgement')],
  });
}

function receiveUntilApproval(run: MinimalRun, stages: Stages): void {
  setHandler(
    investigated,
    ({ by, findings, responsible }) =>
      run.perform({ by, completes: { outcome: 'founded', form: { findings, responsible } }, opens: stages.handOver }),
    { validator: ({ by, findings }: Investigated) => check(run, 'investigate', by, findings) },
  );
  setHandler(handoverAccepted, ({ by }) => run.takeOver(by), validated(run, 'hand-over'));
  setHandler(
    answered,
    ({ by, answer, remedy, speaksForCompany }) => {
      const form = { answer, solution: [{ remedy }], 'speaks-for-company': speaksForCompany };
      const completes = { outcome: 'answered', form };
      if (!speaksForCompany) return run.perform({ by, completes, opens: { ...stages.management, proposedBy: by } });
      const notices = [toComplainant('proposal')];
      return run.perform({ by, completes, opens: stages.consent, after: run.replied(), notices });
    },
    { validator: ({ by, answer, remedy }: Answered) => check(run, 'hand-over', by, answer, remedy) },
  );
  setHandler(
    approved,
    ({ by }) => {
      const completes = { outcome: 'approved', form: {} };
      const notices = [toComplainant('proposal')];
      return run.perform({ by, completes, opens: stages.consent, after: run.replied(), notices });
    },
    validated(run, 'management'),
  );
}

function receiveAfterApproval(run: MinimalRun, stages: Stages, team: Team): void {
  setHandler(
    chosen,
    ({ by }) => run.perform({ by, completes: { outcome: 'agreed', form: {} }, opens: stages.execute }),
    validated(run, 'consent'),
  );
  setHandler(
    executed,
    ({ by, done }) => {
      const notices = [toComplainant('survey')];
      return run.perform({ by, completes: { outcome: 'done', form: { done } }, opens: stages.revisit, notices });
    },
    { validator: ({ by, done }: Executed) => check(run, 'execute', by, done) },
  );
  setHandler(
    revisited,
    ({ by, satisfaction }) => {
      const form = { satisfaction, doubt: false };
      const survey = { type: 'surveyAnswered', visit: 1, ...form, form, onBehalf: true } as const;
      const reopenUntil = later(new Date().toISOString(), 30);
      return run.perform({
        by,
        before: [survey],
        completes: { outcome: 'satisfied', form },
        after: [{ type: 'closed', result: 'resolved', reopenUntil }],
        notices: [{ template: 'survey-filed', to: team.handlers[0] ?? '' }, toComplainant('closed')],
      });
    },
    validated(run, 'revisit'),
  );
}

function validated(run: MinimalRun, stage: string) {
  return { validator: ({ by }: By) => run.refuseUnless(stage, by) };
}

function check(run: MinimalRun, stage: string, by: string, ...required: readonly unknown[]): void {
  run.refuseUnless(stage, by);
  if (required.some((value) => !value)) throw refused('missing-field');
}

function toComplainant(template: string) {
  return { template, to: 'complainant' };
}
