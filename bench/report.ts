import { cpus, loadavg } from 'node:os';
import { TEMPORAL_CLI } from '../tools/temporal-binary';
import type { Comparison } from './comparison';
import { aimLines, judge, short, spread, written, type Aim, type Series } from './figures';
import type { HistorySize } from './history';
import type { CpuTimes } from './stand';

const WHO = ['temporal', 'worker', 'api', 'postgres'] as const;

export interface ReportInput {
  readonly comparison: Comparison;
  /** Calls that the API answered with 202, because recording took longer than its wait. */
  readonly late: number;
  /** The server's version. */
  readonly postgres: string;
}

export interface Report {
  readonly at: string;
  readonly late: number;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly aims: readonly Aim[];
  readonly comparison: Comparison;
}

/** What was seen in one run, against what is aimed at. */
export function reportOf({ comparison, late, postgres }: ReportInput): Report {
  const { series } = comparison;
  const aims = [
    judge({ name: 'CPU of a life, all processes', unit: 'ms', series: series.lifeCpuMs, at: 'most', bound: 0.7 }),
    judge({ name: 'Workflow tasks of a life', unit: 'tasks', series: series.workflowTasks, at: 'most', bound: 0.5 }),
    judge({ name: 'History events of a life', unit: 'events', series: series.events, at: 'most', bound: 0.57 }),
    judge({
      ...{ name: 'Intake over HTTP, to a bare workflow.start', unit: 'a second' },
      ...{ series: series.intakePerSecond, at: 'least', bound: 0.7 },
    }),
    judge({
      ...{ name: 'Approval over HTTP, one at a time, to a bare executeUpdate', unit: 'ms' },
      ...{ series: series.approveAloneMs, at: 'most', bound: 0.6 },
    }),
    judge({
      ...{ name: 'Approvals over HTTP, ten at once, to bare executeUpdates', unit: 'ms for all' },
      ...{ series: series.approveTogetherMs, at: 'most', bound: 0.8 },
    }),
  ];
  const [cpu] = cpus();
  const machine = {
    cores: cpus().length,
    cpu: cpu?.model ?? 'unknown',
    node: process.version,
    temporal: `CLI ${TEMPORAL_CLI}, in memory`,
    postgres,
    load: loadavg().map(short).join(' '),
  };
  return { at: new Date().toISOString(), late, machine, aims, comparison };
}

export function reportLines({ at, late, machine, aims, comparison }: Report): readonly string[] {
  const { series, histories, rows, overHttp, rounds, cpu } = comparison;
  return [
    `Redress against a hand-written minimum, ${rounds} rounds in turn, median (min–max); ${at}`,
    Object.entries(machine)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
    '',
    ...aims.flatMap(aimLines),
    '',
    'Beside the aims',
    rateLine('Intake until all is recorded', series.recordedPerSecond),
    rateLine('Registration straight to Temporal, waiting for the receipt', series.receiptsPerSecond),
    ...cpuLines('CPU of a life', cpu.life),
    ...cpuLines('CPU of an intake, until it is recorded', cpu.intake),
    `  Calls answered with 202 because recording took longer than the wait: ${late}`,
    `  Rows of a life: redress ${listed(rows.redress)}; minimal ${listed(rows.minimal)}`,
    ...(listed(rows.redress) === listed(rows.minimal) ? [] : ['    They differ: the two do not do the same any more.']),
    ...historyLines('A life', histories.redress, histories.minimal),
    ...historyLines('Filed, led to the approval and approved, over HTTP', overHttp.redress, overHttp.minimal),
  ];
}

function rateLine(name: string, series: Series): string {
  const { ratio } = judge({ name, unit: '', series, at: 'least', bound: 0 });
  const [redress, minimal] = [spread(series.redress), spread(series.minimal)];
  return `  ${name}: redress ${written(redress)}, minimal ${written(minimal)} a second; ratio ${written(ratio)}`;
}

function cpuLines(name: string, times: Readonly<Record<keyof Series, readonly CpuTimes[]>>): readonly string[] {
  const one = (arm: keyof Series) => {
    const parts = WHO.map((who) => `${who} ${short(spread(times[arm].map((cpu) => cpu[who])).median)}`);
    const whole = times[arm].map((cpu) => WHO.reduce((sum, who) => sum + cpu[who], 0));
    return `${arm} ${written(spread(whole))} ms (${parts.join(', ')})`;
  };
  return [`  ${name}: ${one('redress')}; ${one('minimal')}`];
}

function historyLines(name: string, redress: HistorySize, minimal: HistorySize): readonly string[] {
  const types = [...new Set([...Object.keys(redress.byType), ...Object.keys(minimal.byType)])].sort();
  const differing = types.filter((type) => redress.byType[type] !== minimal.byType[type]);
  const one = (size: HistorySize) => `${size.events} events, ${size.workflowTasks} workflow tasks, ${size.bytes} bytes`;
  const shown = differing.map((type) => `${type} ${redress.byType[type] ?? 0} to ${minimal.byType[type] ?? 0}`);
  return [
    `  ${name}: redress ${one(redress)}; minimal ${one(minimal)}`,
    ...(shown.length > 0 ? [`    differing: ${shown.join(', ')}`] : []),
  ];
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([table, count]) => `${table} ${count}`)
    .join(', ');
}
