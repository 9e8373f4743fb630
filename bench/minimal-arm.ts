import { WithStartWorkflowOperation } from '@temporalio/client';
import { DEMO_ORGANISATION, DEMO_SOURCE } from '../tools/demo-organisation';
import { ACTORS, contentRef, type Arm } from './arm';
import {
  answered,
  approved,
  chosen,
  executed,
  handoverAccepted,
  investigated,
  MINIMAL_QUEUE,
  MINIMAL_WORKFLOW,
  receiptUpdate,
  revisited,
  type MinimalInput,
  type Team,
} from './minimal-messages';
import type { Stand } from './stand';

const { desk, handler, manager } = ACTORS;

/** The hand-written workflow, called straight through Temporal's client. */
export async function minimalArm({ client, library }: Stand): Promise<Arm> {
  const { workflow } = client;
  const { holidays } = await library.calendar('cn');
  const inputOf = (reference: string): MinimalInput => ({
    ...{ reference, source: DEMO_SOURCE.id, channel: 'web', locale: 'en' },
    ...{ category: 'service-quality', severity: 'general', receivedAt: new Date().toISOString() },
    ...{ content: contentRef(), team: TEAM, holidays },
  });
  const startOf = (reference: string) => ({
    workflowId: reference,
    taskQueue: MINIMAL_QUEUE,
    args: [inputOf(reference)],
  });

  return {
    name: 'minimal',
    async register(reference) {
      const options = { ...startOf(reference), workflowIdConflictPolicy: 'USE_EXISTING' as const };
      const startWorkflowOperation = new WithStartWorkflowOperation(MINIMAL_WORKFLOW, options);
      await workflow.executeUpdateWithStart(receiptUpdate, { startWorkflowOperation, updateId: 'receipt' });
    },
    async live(reference) {
      const run = workflow.getHandle(reference);
      const findings = contentRef();
      await run.executeUpdate(investigated, {
        args: [{ by: desk, founded: true, findings, responsible: 'engineering' }],
      });
      await run.executeUpdate(handoverAccepted, { args: [{ by: handler }] });
      const answer = { answer: contentRef(), remedy: 'repair', speaksForCompany: true };
      await run.executeUpdate(answered, { args: [{ by: handler, ...answer }] });
      await run.executeUpdate(chosen, { args: [{ by: 'complainant', agreed: true }] });
      await run.executeUpdate(executed, { args: [{ by: handler, done: contentRef() }] });
      await run.executeUpdate(revisited, { args: [{ by: desk, satisfaction: 'satisfied' }] });
    },
    async file(name) {
      await workflow.start(MINIMAL_WORKFLOW, startOf(name));
      return name;
    },
    async bringToApproval(reference) {
      const run = workflow.getHandle(reference);
      const findings = contentRef();
      await run.executeUpdate(investigated, {
        args: [{ by: desk, founded: true, findings, responsible: 'engineering' }],
      });
      await run.executeUpdate(handoverAccepted, { args: [{ by: handler }] });
      const answer = { answer: contentRef(), remedy: 'repair', speaksForCompany: false };
      await run.executeUpdate(answered, { args: [{ by: handler, ...answer }] });
    },
    async approve(reference) {
      await workflow.getHandle(reference).executeUpdate(approved, { args: [{ by: manager }] });
    },
  };
}

const idsWith = (role: string, department?: string) =>
  DEMO_ORGANISATION.staff
    .filter((member) => member.roles.includes(role) && (department === undefined || member.department === department))
    .map(({ id }) => id);

const TEAM: Team = {
  desk: idsWith('customer-service'),
  department: 'engineering',
  handlers: idsWith('handler', 'engineering'),
  managers: idsWith('manager', 'management'),
};
