import type * as common from '@temporalio/common';
import * as workflow from '@temporalio/workflow';
import { complaintColumns, taskColumns } from '../../db/projection';
import { sideBySide } from '../support/core-rules';
import { finish, joint, partDone, taskOf } from '../support/parallel-story';
import { local } from '../support/story';
import { OpsView } from '../../workflows/ops-view';

jest.mock('@temporalio/workflow', () => ({
  ...jest.requireActual<typeof workflow>('@temporalio/workflow'),
  workflowInfo: () => ({
    typedSearchAttributes: new (jest.requireActual<typeof common>('@temporalio/common').TypedSearchAttributes)(),
  }),
  upsertSearchAttributes: jest.fn(),
  setCurrentDetails: jest.fn(),
}));

describe('what the read model shows of a parallel stage', () => {
  it('is a row for each part, with its own owners and limit', () => {
    const story = joint();
    const handlers = { pool_role: 'handler', pool_department: 'engineering' };
    expect(taskColumns(story.current)).toMatchObject([
      { part: 'defect', kind: 'parallel', ...handlers, due_at: local('2026-03-04 18:00') },
      { part: 'service', pool_role: 'customer-service', pool_department: null, due_at: local('2026-03-02 20:00') },
      { part: 'costs', ...handlers, due_at: local('2026-03-03 16:00') },
      { part: 'signature', people: [], pool_role: 'manager', pool_department: null },
    ]);
    expect(taskColumns(finish(story, 'service').current).map(({ part }) => part)).toEqual([
      'defect',
      'costs',
      'signature',
    ]);
  });

  it('is the nearest due part for the complaint, at the highest level that any has reached', () => {
    const story = joint();
    expect(complaintColumns(story.current)).toMatchObject({
      department: 'customer-service',
      due_at: taskOf(story, 'service').budget.dueAt,
      owner: null,
      level: 0,
    });
    finish(story, 'signature').passTo(local('2026-03-03 17:00'));
    expect(taskOf(story, 'service').level).toBe(2);
    story.act({ ...partDone('service', 'cs-head'), task: taskOf(story, 'service').id });
    expect(complaintColumns(story.current)).toMatchObject({
      department: 'engineering',
      due_at: local('2026-03-03 16:00'),
      level: 1,
    });
  });
});

describe('what operators see of a parallel stage', () => {
  it('is the nearest due part in the search attributes, and every part in the details', () => {
    const story = joint();
    const { budget } = taskOf(story, 'service');
    new OpsView().show(sideBySide, story.current);
    const [pairs = []] = jest.mocked(workflow.upsertSearchAttributes).mock.calls.at(-1) ?? [];
    const shown = Object.fromEntries(
      (pairs as readonly { key: { name: string }; value: unknown }[]).map(({ key, value }) => [key.name, value]),
    );
    expect(shown).toMatchObject({
      ComplaintStage: 'joint',
      ComplaintDepartment: 'customer-service',
      ComplaintOwner: 'desk',
      ComplaintDueAt: new Date(budget.dueAt ?? 0),
    });
    const [details = ''] = jest.mocked(workflow.setCurrentDetails).mock.calls.at(-1) ?? [];
    for (const part of ['defect', 'service', 'costs', 'signature']) expect(details).toContain(`(${part})`);
  });
});
