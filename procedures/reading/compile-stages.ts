import {
  LAPSED,
  type ApprovalRule,
  type AwaitRule,
  type OwnerCase,
  type ParallelRule,
  type Recorder,
  type RungRule,
  type SerialRule,
  type StageRule,
  type VisitRule,
} from '../../domain/model/procedure';
import { compileCondition, compileForm, compileLimitCases, compileOutcomes, each } from './compile-forms';
import type { RuleBookDocument } from '../language/schema';
import type { OwnerCasesDocument } from '../language/schema-conditions';
import type {
  ApproverDocument,
  AwaitDocument,
  GrantDocument,
  ParallelDocument,
  RungDocument,
  SerialDocument,
  StageDocument,
} from '../language/schema-stages';

type LadderUse = string | readonly RungDocument[] | undefined;
type Ladders = RuleBookDocument['ladders'];

/** The rungs of a ladder that is named or written in place. */
export function rungsOf(use: LadderUse, ladders: Ladders): readonly RungDocument[] {
  if (use === undefined) return [];
  return typeof use === 'string' ? (ladders?.[use] ?? []) : use;
}

export function compileLadder(use: LadderUse, ladders: Ladders): readonly RungRule[] {
  return rungsOf(use, ladders).map(compileRung);
}

export function approverOf(step: ApproverDocument): string {
  return typeof step === 'string' ? step : step.owner;
}

export function compileStage(stage: StageDocument, ladders: Ladders): StageRule {
  switch (stage.kind) {
    case 'close':
      return { kind: stage.kind, result: stage.result };
    case 'grant':
      return compileGrant(stage);
    case 'parallel':
      return { kind: stage.kind, parts: compileParts(stage, ladders), outcomes: compileOutcomes(stage.outcomes) };
    default:
      return compileSerial(stage, ladders);
  }
}

function compileGrant({ kind, field, remedies, outcomes }: GrantDocument): StageRule {
  const granted = remedies.map(({ remedy, amount, currency }) => ({
    remedy,
    ...(amount === undefined ? {} : { amount }),
    ...(currency === undefined ? {} : { currency }),
  }));
  return { kind, field, remedies: granted, outcomes: compileOutcomes(outcomes) };
}

function compileParts({ parts }: ParallelDocument, ladders: Ladders): ParallelRule['parts'] {
  return each(parts, ({ when, owner, within, ladder, form, ...cases }) => ({
    ...(when === undefined ? {} : { when: compileCondition(when) }),
    owner,
    ...compileOwnerCases(cases['owner-if']),
    within,
    ...(cases['within-if'] === undefined ? {} : { withinIf: compileLimitCases(cases['within-if']) }),
    ladder: compileLadder(ladder, ladders),
    form: compileForm(form),
  }));
}

function compileWaiting(stage: SerialDocument, ladders: Ladders) {
  const { 'within-if': withinIf, progress } = stage;
  const ownerIf = stage.kind === 'approval' ? undefined : stage['owner-if'];
  return {
    owner: stage.kind === 'approval' ? (stage.chain.map(approverOf)[0] ?? '') : stage.owner,
    ...compileOwnerCases(ownerIf),
    within: stage.within,
    ...(withinIf === undefined ? {} : { withinIf: compileLimitCases(withinIf) }),
    ...(progress === undefined ? {} : { progress: { every: progress.every, most: progress.most } }),
    ladder: compileLadder(stage.ladder, ladders),
    form: compileForm(stage.form),
    outcomes: compileOutcomes(stage.outcomes),
  };
}

function compileOwnerCases(cases: OwnerCasesDocument | undefined): { readonly ownerIf?: readonly OwnerCase[] } {
  if (cases === undefined) return {};
  return { ownerIf: cases.map(({ when, owner }) => ({ when: compileCondition(when), owner })) };
}

function compileSerial(stage: SerialDocument, ladders: Ladders): SerialRule {
  const waiting = compileWaiting(stage, ladders);
  switch (stage.kind) {
    case 'task':
    case 'execute':
      return { kind: stage.kind, ...waiting };
    case 'hand-over':
      return { kind: stage.kind, ...waiting, takeWithin: stage['take-within'], notTaken: stage['not-taken'] };
    case 'approval':
      return { kind: stage.kind, ...waiting, ...compileChain(stage.chain) };
    case 'consent':
      return {
        kind: stage.kind,
        ...waiting,
        offer: stage.offer,
        ...(stage.choose === undefined ? {} : { choose: stage.choose }),
      };
    case 'reply':
      return { kind: stage.kind, ...waiting, final: stage.final };
    case 'await':
      return {
        kind: stage.kind,
        ...waiting,
        from: stage.from,
        ...(stage.until === undefined ? {} : { until: stage.until }),
        recordedBy: compileRecorders(stage),
      };
    case 'revisit':
      return {
        kind: stage.kind,
        ...waiting,
        visits: visitRule(stage.visits),
        againWithin: stage['again-within'],
        satisfied: stage.satisfied,
        doubtful: stage.doubtful,
        attempts: stage.attempts,
      };
  }
}

/** What the complainant sends they may record themselves unless the rule book says otherwise; the rest its owner does. */
function compileRecorders({ from, outcomes }: AwaitDocument): AwaitRule['recordedBy'] {
  const usual: readonly Recorder[] = from === 'complainant' ? ['complainant', 'staff'] : ['staff'];
  const reported = Object.entries(outcomes).filter(([outcome]) => outcome !== LAPSED);
  return Object.fromEntries(
    reported.map(([outcome, route]) => [
      outcome,
      (typeof route === 'string' ? undefined : (route.by as readonly Recorder[] | undefined)) ?? usual,
    ]),
  );
}

function compileChain(chain: readonly ApproverDocument[]): Pick<ApprovalRule, 'chain' | 'chainWhen'> {
  const conditions = chain.map((step) => (typeof step === 'string' ? null : compileCondition(step.when)));
  return {
    chain: chain.map(approverOf),
    ...(conditions.every((when) => when === null) ? {} : { chainWhen: conditions }),
  };
}

function compileRung(rung: RungDocument): RungRule {
  const [action, to]: [RungRule['action'], string | undefined] =
    rung.remind !== undefined
      ? ['remind', rung.remind]
      : rung.tell !== undefined
        ? ['tell', rung.tell]
        : ['give', rung['give-to']];
  return {
    ...{ at: rung.at, action, to: to ?? '' },
    ...(rung.explain === undefined ? {} : { explain: rung.explain }),
    ...(rung['at-once'] === undefined ? {} : { atOnce: rung['at-once'] }),
  };
}

export function visitRule(visits: number | VisitRule): VisitRule {
  return typeof visits === 'number' ? { least: visits, most: visits } : visits;
}
