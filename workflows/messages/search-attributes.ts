import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributeUpdatePair } from '@temporalio/common';
import { nearestTask, openTasks } from '../../domain/model/tasks';
import type { ComplaintState } from '../../domain/model/state';

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
