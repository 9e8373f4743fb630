import { kindOf, outcomesOf } from '../kinds/table';
import { isRemedies } from '../model/form-values';
import type { DiscretionRule, Procedure, RemedyChoice } from '../model/procedure';
import type { Rules } from '../model/rules';
import type { ComplaintState } from '../model/state';

/**
 * What remedies are worth together; of alternatives, one of which the complainant will choose, the dearest. What the
 * complainant pays for is left out.
 */
export function amountOf(procedure: Procedure, remedies: readonly RemedyChoice[], alternatives: boolean): number {
  const paid = procedure.paidByComplainant ?? [];
  const amounts = remedies.filter(({ remedy }) => !paid.includes(remedy)).map(({ amount = 0 }) => amount);
  return alternatives ? Math.max(0, ...amounts) : amounts.reduce((total, amount) => total + amount, 0);
}

/** Whether somebody may grant so much without asking: by the highest limit among their roles. */
export function mayGrant({ procedure, people }: Rules, person: string, amount: number): boolean {
  const { discretion } = procedure;
  if (discretion === undefined || amount === 0) return true;
  const roles = Object.keys(discretion.limits).filter((role) => reaches(discretion, role, amount));
  return roles.length > 0 && people.ask('role', { person, roles });
}

export function withinDiscretion(rules: Rules, state: ComplaintState): boolean {
  const amount = amountOffered(rules.procedure, state);
  return state.proposedBy.length > 0 && state.proposedBy.every((person) => mayGrant(rules, person, amount));
}

/** Whether what is offered by this outcome comes before the complainant, approved or not, as alternatives. */
export function offersAlternatives(procedure: Procedure, stage: string, outcome: string): boolean {
  const seen = new Set<string>();
  const leads = (key: string, by: string): boolean => {
    const rule = procedure.stages[key];
    const route = rule && outcomesOf(rule)[by];
    return route !== undefined && [route.then, ...route.cases.map(({ then }) => then)].some(isChoice);
  };
  const isChoice = (key: string): boolean => {
    const rule = procedure.stages[key];
    if (!rule || seen.has(key)) return false;
    seen.add(key);
    const { offer, work, through } = kindOf(rule);
    const put = offer(rule);
    if (put) return put.alternatives;
    return work === 'judges' && through !== null && leads(key, through);
  };
  return leads(stage, outcome);
}

/** What was last offered or granted is worth, in the smallest unit of the discretion's currency. */
export function amountOffered(procedure: Procedure, { offered = [], facts, alternatives }: ComplaintState): number {
  return offered.reduce((total, field) => {
    const remedies = facts[field];
    return isRemedies(remedies) ? total + amountOf(procedure, remedies, alternatives === true) : total;
  }, 0);
}

export function reaches({ limits }: DiscretionRule, role: string, amount: number): boolean {
  const limit = Object.hasOwn(limits, role) ? limits[role] : 0;
  return limit === null || (limit ?? 0) >= amount;
}
