/** Figures of both arms, one entry a round. */
export interface Series {
  readonly redress: readonly number[];
  readonly minimal: readonly number[];
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Aim {
  readonly name: string;
  readonly unit: string;
  readonly series: Series;
  /** Redress to minimal, round by round. */
  readonly ratio: Spread;
  readonly at: 'most' | 'least';
  readonly bound: number;
  readonly met: boolean;
}

export interface AimInput {
  readonly name: string;
  readonly unit: string;
  readonly series: Series;
  readonly at: 'most' | 'least';
  readonly bound: number;
}

/** Judges the median of the rounds' ratios: what disturbs a round disturbs both arms of it. */
export function judge({ name, unit, series, at, bound }: AimInput): Aim {
  const ratio = spread(series.redress.map((value, round) => value / (series.minimal[round] ?? NaN)));
  const met = at === 'most' ? ratio.median <= bound : ratio.median >= bound;
  return { name, unit, series, ratio, at, bound, met };
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: median(sorted), min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

export function aimLines({ name, unit, series, ratio, at, bound, met }: Aim): readonly string[] {
  const arm = (values: readonly number[]) => `${written(spread(values))} ${unit}`;
  return [
    name,
    `  redress ${arm(series.redress)}; minimal ${arm(series.minimal)}`,
    `  ratio ${written(ratio)}: aim at ${at} ${bound.toFixed(2)} ${met ? 'met' : 'missed'}`,
  ];
}

export function written({ median: middle, min, max }: Spread): string {
  return `${short(middle)} (${short(min)}–${short(max)})`;
}

export function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
