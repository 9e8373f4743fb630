import type { ApprovalRule } from '../model/procedure';
import { oneTask, USUAL, type AskedTask, type Holds, type Kind } from './kind';

/** A chain of approvers, each of whom this complaint may or may not need. */
export const approval: Kind<ApprovalRule> = {
  ...USUAL,
  acts: ['approve', 'return', 'reject', 'pause', 'extend'],
  tasks: approvers,
  next: nextApprover,
  through: 'approved',
  completes: () => [],
  fills: () => false,
  work: 'judges',
};

function approvers(rule: ApprovalRule): readonly AskedTask[] {
  return rule.chain.map((owner, index) => {
    const { ownerIf: _none, ...asked } = oneTask(rule, index + 1);
    const when = rule.chainWhen?.[index] ?? null;
    const at = { ...asked.at, owner: ['chain', index], when: ['chain', index, 'when'] };
    return { ...asked, owner, at, ...(when === null ? {} : { when }) };
  });
}

/** The first after so many steps whom this complaint needs. */
export function nextApprover(chain: readonly AskedTask[], done: number, holds: Holds): readonly AskedTask[] {
  return chain.filter(({ step, when = {} }) => step > done && holds(when)).slice(0, 1);
}
