import type { ActName } from '../model/act';
import type { Form, Route, StageKind, StageRule, WaitingRule } from '../model/procedure';
import { approval } from './approval';
import { awaiting } from './await';
import { close } from './close';
import { consent } from './consent';
import { execute } from './execute';
import { grant } from './grant';
import { handOver } from './hand-over';
import type { AskedTask, Kind } from './kind';
import { parallel } from './parallel';
import { reply } from './reply';
import { revisit } from './revisit';
import { task } from './task';

type RuleOf<K extends StageKind> = Extract<StageRule, { readonly kind: K }>;

/** Every kind of stage. A kind that is missing here does not compile. */
export const KINDS: { readonly [K in StageKind]: Kind<RuleOf<K>> } = {
  task,
  'hand-over': handOver,
  approval,
  consent,
  execute,
  reply,
  revisit,
  parallel,
  grant,
  await: awaiting,
  close,
};

/** What is peculiar to a stage's kind. */
export function kindOf<R extends StageRule>(rule: R): Kind<R> {
  return KINDS[rule.kind] as unknown as Kind<R>;
}

/** Acts that some kinds have and others have not. */
export const ACTS_OF_KINDS: ReadonlySet<ActName> = new Set(Object.values(KINDS).flatMap(({ acts }) => acts));

const ASKED = new WeakMap<StageRule, readonly AskedTask[]>();

/** Every task that a stage may ask for, in order. */
export function tasksOf(rule: StageRule): readonly AskedTask[] {
  const known = ASKED.get(rule) ?? kindOf(rule).tasks(rule);
  ASKED.set(rule, known);
  return known;
}

/** The forms that a stage may ask, each once. */
export function formsOf(rule: StageRule): readonly Form[] {
  return [...new Set(tasksOf(rule).map(({ form }) => form))];
}

/** When a stage answers the complainant: as it is opened, once it is done, or never. */
export function answersOf(rule: StageRule): 'opened' | 'done' | null {
  return kindOf(rule).answers(rule);
}

/** Where a stage leads, by outcome; nowhere from a closed one. */
export function outcomesOf(rule: StageRule): Readonly<Record<string, Route>> {
  return 'outcomes' in rule ? rule.outcomes : {};
}

/** Whether people wait in it; otherwise it is gone through at once. */
export function isWaiting(rule: StageRule): rule is WaitingRule {
  return tasksOf(rule).length > 0;
}
