import type { Condition, LimitCase, OwnerCase } from '../model/procedure';
import type { Rules } from '../model/rules';
import type { Span } from '../calendar/span';
import type { ComplaintState } from '../model/state';
import { amountOffered, withinDiscretion } from './discretion';

/** Facts that every complaint has; no form field takes their names. */
export const COMMON_FACTS = [
  'category',
  'severity',
  'channel',
  'round',
  'locale',
  'subject-kind',
  'place',
  'place-kind',
  'amount',
  'within-discretion',
  'deadlines-missed',
  'passed-on',
  'apologiser',
] as const;
type CommonFact = (typeof COMMON_FACTS)[number];

const READ: Readonly<Record<CommonFact, (rules: Rules, state: ComplaintState) => unknown>> = {
  category: (_, { category }) => category,
  severity: (_, { severity }) => severity,
  channel: (_, { registration }) => registration.channel,
  round: (_, { round }) => round,
  locale: (_, { registration }) => registration.locale,
  'subject-kind': (_, { registration }) => registration.subjectKind,
  place: (_, { registration }) => registration.place,
  'place-kind': (_, { registration }) => registration.placeKind,
  amount: ({ procedure }, state) => amountOffered(procedure, state),
  'within-discretion': withinDiscretion,
  'deadlines-missed': (_, { deadlinesMissed = 0 }) => deadlinesMissed,
  'passed-on': (_, { passedOn = 0 }) => passedOn,
  apologiser: ({ customs }) => customs?.apologiser,
};

/** The value of a fact that conditions name: common to all complaints, asked by a form, or derived. */
export function factOf(rules: Rules, state: ComplaintState, name: string): unknown {
  return Object.hasOwn(READ, name) ? READ[name as CommonFact](rules, state) : state.facts[name];
}

/** Whether every fact that the condition names has one of its values, or lies in its range. */
export function holds(rules: Rules, state: ComplaintState, condition: Condition): boolean {
  return Object.entries(condition).every(([name, wanted]) => fits(factOf(rules, state, name), wanted));
}

/** Whether a value is what a condition wants: one of a list, or within a range. */
export function fits(value: unknown, wanted: Condition[string]): boolean {
  if (isList(wanted)) return wanted.some((one) => one === value);
  if (typeof value !== 'number') return false;
  return value >= (wanted.atLeast ?? -Infinity) && value <= (wanted.atMost ?? Infinity);
}

/** Whether a condition lists values; otherwise it names a range. */
export function isList(wanted: Condition[string]): wanted is readonly (string | number | boolean)[] {
  return Array.isArray(wanted);
}

/** The limit that applies: of the first case that holds, else the usual one. */
export function limitFor(
  rules: Rules,
  state: ComplaintState,
  { within, withinIf = [] }: { readonly within: Span; readonly withinIf?: readonly LimitCase[] },
): Span {
  return withinIf.find(({ when }) => holds(rules, state, when))?.within ?? within;
}

/** The owner that applies: of the first case that holds, else the usual one. */
export function ownerFor(
  rules: Rules,
  state: ComplaintState,
  { owner, ownerIf = [] }: { readonly owner: string; readonly ownerIf?: readonly OwnerCase[] },
): string {
  return ownerIf.find(({ when }) => holds(rules, state, when))?.owner ?? owner;
}
