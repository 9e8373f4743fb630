import type { PlanCost } from './plan-cost';

/** A statement as often as one call sent it. */
export interface StatementCost extends PlanCost {
  readonly calls: number;
}

/** What one call makes Postgres do. */
export interface Statements extends Omit<StatementCost, 'text' | 'calls'> {
  readonly roundTrips: number;
  readonly each: readonly StatementCost[];
}

const NOTHING = { calls: 0, rows: 0, buffers: 0, looks: 0 };
type Figure = keyof typeof NOTHING;
const FIGURES = Object.keys(NOTHING) as readonly Figure[];

/** One entry a text, in the order in which they were sent. */
export function together(sent: readonly string[], explained: readonly PlanCost[]): readonly StatementCost[] {
  const byText = new Map<string, StatementCost>();
  const add = (cost: StatementCost) => {
    const known = byText.get(cost.text) ?? NOTHING;
    byText.set(cost.text, { text: cost.text, ...figures((figure) => known[figure] + cost[figure]) });
  };
  for (const text of sent) add({ ...NOTHING, text, calls: 1 });
  for (const cost of explained) add({ ...cost, calls: 0 });
  return [...byText.values()];
}

/** What the call does as a rule: the median of each statement, so what only now and then is looked up anew is not in it. */
export function typicalStatements(samples: readonly (readonly StatementCost[])[]): Statements {
  const texts = new Set(samples.flat().map(({ text }) => text));
  const each = [...texts].flatMap((text) => {
    const of = samples.map((sample) => sample.find((one) => one.text === text) ?? NOTHING);
    const typical = { text, ...figures((figure) => middle(of.map((one) => one[figure]))) };
    return typical.calls > 0 ? [typical] : [];
  });
  const { calls, ...sums } = figures((figure) => each.reduce((sum, one) => sum + one[figure], 0));
  return { roundTrips: calls, ...sums, each };
}

function figures(of: (figure: Figure) => number): Record<Figure, number> {
  return Object.fromEntries(FIGURES.map((figure) => [figure, of(figure)])) as Record<Figure, number>;
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
