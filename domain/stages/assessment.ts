import type { FormValues } from '../model/act';
import { budgetDue, type BudgetState } from '../calendar/budget';
import { reviseClocks } from '../time/clocks';
import type { Draft } from '../draft';
import type { DeadlineRef, EventOf } from '../model/event';
import { factOf, holds, limitFor } from '../rules/facts';
import type { DerivedRule, Form } from '../model/procedure';
import type { Rules } from '../model/rules';
import { askedOf } from '../rules/asked';
import type { ComplaintState } from '../model/state';
import { isComplainantsMove, openTasks } from '../model/tasks';
import { startWait } from '../time/standing-still';

interface Assessment {
  /** The complaint before what is assessed happened; null at registration. */
  readonly before: ComplaintState | null;
  readonly asked?: Form;
  readonly form?: FormValues;
  /** What somebody has just set by an act of its own. */
  readonly said?: Said;
}

interface Said {
  readonly category?: string;
  readonly severity?: string;
}

type Finding = Pick<EventOf<'assessed'>, 'category' | 'severity' | 'facts'>;

/**
 * What a form has said of the complaint's category and severity, and what the rule book's tables make of the facts that
 * have changed. Limits and clocks that depend on it follow.
 */
export function assess(draft: Draft, { before, asked = {}, form = {}, said: set }: Assessment): void {
  const said = { ...set, ...saidBy(asked, form, 'category'), ...saidBy(asked, form, 'severity') };
  const found = derive(draft.rules, { before, after: draft.state, said });
  if (changes(draft.state, found)) draft.emit({ type: 'assessed', ...found });
  if (before === null) return;
  reviseLimits(draft);
  reviseClocks(draft);
  standStill(draft);
}

/** What is promised, or promised longer, while it is the complainant's move stands still as what was promised before. */
function standStill(draft: Draft): void {
  const { state } = draft;
  if (!state.waiting && openTasks(state).some(isComplainantsMove)) startWait(draft);
}

function saidBy(asked: Form, form: FormValues, kind: 'category' | 'severity'): Said {
  const field = Object.keys(asked).find((key) => asked[key]?.kind === kind && typeof form[key] === 'string');
  return field === undefined ? {} : { [kind]: form[field] as string };
}

interface Change {
  readonly before: ComplaintState | null;
  readonly after: ComplaintState;
  readonly said: Said;
}

/** Each table in turn, so that later ones can build on earlier ones. What people have said is not overruled. */
function derive(rules: Rules, { before, after, said }: Change): Finding {
  let found: Finding = { ...said, facts: {} };
  for (const [key, table] of Object.entries(rules.procedure.derived ?? {})) {
    if (key in said || (before === null && givenAtIntake(after, key))) continue;
    const now = withFinding(after, found);
    if (before !== null && !namedFacts(table).some((name) => factOf(rules, before, name) !== factOf(rules, now, name)))
      continue;
    const value = table.lines.find(({ when }) => holds(rules, now, when))?.is ?? table.otherwise;
    found =
      key === 'category' || key === 'severity'
        ? { ...found, [key]: value }
        : { ...found, facts: { ...found.facts, [key]: value } };
  }
  return found;
}

function givenAtIntake({ registration }: ComplaintState, key: string): boolean {
  return (key === 'category' || key === 'severity') && registration[key] !== undefined;
}

function namedFacts({ lines }: DerivedRule): readonly string[] {
  return [...new Set(lines.flatMap(({ when }) => Object.keys(when)))];
}

function withFinding(state: ComplaintState, { category, severity, facts }: Finding): ComplaintState {
  return {
    ...state,
    category: category ?? state.category,
    severity: severity ?? state.severity,
    facts: { ...state.facts, ...facts },
  };
}

function changes(state: ComplaintState, { category, severity, facts }: Finding): boolean {
  return (
    (category !== undefined && category !== state.category) ||
    (severity !== undefined && severity !== state.severity) ||
    Object.entries(facts).some(([key, value]) => state.facts[key] !== value)
  );
}

/** A running limit that depends on what was found counts anew from its start. */
function reviseLimits(draft: Draft): void {
  const { rules } = draft;
  for (const [key, { stopped, budget }] of Object.entries(draft.state.clocks)) {
    const rule = rules.procedure.clocks[key];
    if (stopped === null && rule?.withinIf) revise(draft, { of: { clock: key }, budget, rule });
  }
  for (const { id, budget, until } of openTasks(draft.state)) {
    const rule = askedOf(rules, draft.state, id);
    if (!rule.withinIf || until !== undefined) continue;
    revise(draft, { of: { task: id }, budget, rule });
  }
}

interface Limit {
  readonly of: DeadlineRef;
  readonly budget: BudgetState;
  readonly rule: Parameters<typeof limitFor>[2];
}

function revise(draft: Draft, { of, budget, rule }: Limit): void {
  const { rules, state } = draft;
  const limit = limitFor(rules, state, rule);
  if (limit.count === budget.limit.count && limit.unit === budget.limit.unit) return;
  const dueAt = budgetDue(rules.calendar, { ...budget, limit }, state.pauses);
  draft.emit({ type: 'rescheduled', of, limit, dueAt, because: 'assessment' });
}
