import type { RuleBookDocument } from './schema';
import type { ConditionDocument, LimitCasesDocument } from './schema-conditions';
import type {
  FormDocument,
  ParallelDocument,
  PartDocument,
  RouteDocument,
  RoutedDocument,
  RungDocument,
  SerialDocument,
  StageDocument,
} from './schema-stages';
import type { Path } from './yaml-source';

export interface NamedForm {
  readonly path: Path;
  readonly form: FormDocument;
  /** Whose outcomes its fields may be required for; null for the intake. */
  readonly stage: RoutedDocument | null;
}

export interface Placed<T> {
  readonly path: Path;
  readonly value: T;
}

/** Stages that lead on, with their keys. */
export function routedStages(document: RuleBookDocument): readonly (readonly [string, RoutedDocument])[] {
  return Object.entries(document.stages).filter((entry): entry is [string, RoutedDocument] => 'outcomes' in entry[1]);
}

/** Stages whose tasks open one at a time, with their keys. */
export function serialStages(document: RuleBookDocument): readonly (readonly [string, SerialDocument])[] {
  return routedStages(document).filter((entry): entry is [string, SerialDocument] => isSerial(entry[1]));
}

export function parallelStages(document: RuleBookDocument): readonly (readonly [string, ParallelDocument])[] {
  return Object.entries(document.stages).filter((entry): entry is [string, ParallelDocument] => 'parts' in entry[1]);
}

function isSerial(stage: StageDocument): stage is SerialDocument {
  return 'within' in stage;
}

/** Every part of every parallel stage, with its place. */
export function partsOf(document: RuleBookDocument): Placed<PartDocument>[] {
  return parallelStages(document).flatMap(([key, { parts }]) =>
    Object.entries(parts).map(([part, value]) => ({ path: ['stages', key, 'parts', part], value })),
  );
}

/** Every outcome of a stage with its route and place. */
export function routesOf(key: string, stage: RoutedDocument): { outcome: string; path: Path; route: RouteDocument }[] {
  return Object.entries(stage.outcomes as Record<string, RouteDocument | undefined>).flatMap(([outcome, route]) =>
    route === undefined ? [] : [{ outcome, path: ['stages', key, 'outcomes', outcome], route }],
  );
}

/** The stages a route can lead to, each with the place that says so. */
export function targetsOf(path: Path, route: RouteDocument): { path: Path; stage: string }[] {
  if (typeof route === 'string') return [{ path, stage: route }];
  const one = (key: 'then' | 'otherwise' | 'after'): { path: Path; stage: string }[] => {
    const stage = route[key];
    return stage === undefined ? [] : [{ path: [...path, key], stage }];
  };
  const cases = (route.cases ?? []).map(({ then }, index) => ({
    path: [...path, 'cases', index, 'then'],
    stage: then,
  }));
  return [...cases, ...one('then'), ...one('otherwise'), ...one('after')];
}

/** Every form: the intake's, the stages' and those of parts. */
export function formsOf(document: RuleBookDocument): readonly NamedForm[] {
  const stages = serialStages(document).map(([key, stage]) => ({
    path: ['stages', key, 'form'],
    form: stage.form ?? {},
    stage,
  }));
  const parts = parallelStages(document).flatMap(([key, stage]) =>
    Object.entries(stage.parts).map(([part, { form }]) => ({
      path: ['stages', key, 'parts', part, 'form'],
      form: form ?? {},
      stage,
    })),
  );
  return [{ path: ['intake'], form: document.intake ?? {}, stage: null }, ...stages, ...parts];
}

/** Names of the fields of some kinds, on any form. */
export function fieldsOfKind(document: RuleBookDocument, ...kinds: readonly string[]): readonly string[] {
  const named = formsOf(document).flatMap(({ form }) =>
    Object.keys(form).filter((field) => kinds.includes(form[field]?.kind ?? '')),
  );
  return [...new Set(named)];
}

/** Facts that a consent can offer: fields of kind remedies, and what is granted. */
export function offers(document: RuleBookDocument): readonly string[] {
  const granted = Object.values(document.stages).flatMap((stage) => ('remedies' in stage ? [stage.field] : []));
  return [...new Set([...fieldsOfKind(document, 'remedies'), ...granted])];
}

/** The condition of a route, or those of its cases. */
function conditionsOfRoute(path: Path, route: RouteDocument): Placed<ConditionDocument>[] {
  if (typeof route === 'string') return [];
  const cases = (route.cases ?? []).map(({ when }, at) => ({ path: [...path, 'cases', at, 'when'], value: when }));
  return [...placed([...path, 'when'], route.when), ...cases];
}

/** Every condition but those of derived facts, with its place. */
export function conditionsOf(document: RuleBookDocument): readonly Placed<ConditionDocument>[] {
  const cases = (path: Path, list: readonly { readonly when: ConditionDocument }[] = []): Placed<ConditionDocument>[] =>
    list.map(({ when }, at) => ({ path: [...path, at, 'when'], value: when }));
  return [
    ...routedStages(document).flatMap(([key, stage]) =>
      routesOf(key, stage).flatMap(({ path, route }) => conditionsOfRoute(path, route)),
    ),
    ...serialStages(document).flatMap(([key, stage]) => [
      ...cases(['stages', key, 'within-if'], stage['within-if']),
      ...('chain' in stage ? [] : cases(['stages', key, 'owner-if'], stage['owner-if'])),
      ...('chain' in stage ? stage.chain : []).flatMap((step, at) =>
        typeof step === 'string' ? [] : [{ path: ['stages', key, 'chain', at, 'when'], value: step.when }],
      ),
    ]),
    ...partsOf(document).flatMap(({ path, value }) => [
      ...placed([...path, 'when'], value.when),
      ...cases([...path, 'within-if'], value['within-if']),
      ...cases([...path, 'owner-if'], value['owner-if']),
    ]),
    ...Object.entries(document.clocks ?? {}).flatMap(([key, clock]) => [
      ...placed(['clocks', key, 'when'], clock.when),
      ...cases(['clocks', key, 'within-if'], clock['within-if']),
    ]),
    ...Object.entries(document.accountability ?? {}).map(([key, { when }]) => ({
      path: ['accountability', key, 'when'],
      value: when,
    })),
  ];
}

function placed<T>(path: Path, value: T | undefined): Placed<T>[] {
  return value === undefined ? [] : [{ path, value }];
}

/** Every list of limits by condition, with its place. */
export function limitCasesOf(document: RuleBookDocument): readonly Placed<LimitCasesDocument>[] {
  return [
    ...serialStages(document).flatMap(([key, stage]) => placed(['stages', key, 'within-if'], stage['within-if'])),
    ...partsOf(document).flatMap(({ path, value }) => placed([...path, 'within-if'], value['within-if'])),
    ...Object.entries(document.clocks ?? {}).flatMap(([key, clock]) =>
      placed(['clocks', key, 'within-if'], clock['within-if']),
    ),
  ];
}

/** Every ladder where it is written: the named ones and those that stand at a stage, a part or a clock. */
export function laddersOf(document: RuleBookDocument): { path: Path; rungs: readonly RungDocument[] }[] {
  const named = Object.entries(document.ladders ?? {}).map(([key, rungs]) => ({ path: ['ladders', key], rungs }));
  const used = ladderUses(document).flatMap(({ path, use }) => (typeof use === 'string' ? [] : [{ path, rungs: use }]));
  return [...named, ...used];
}

export interface LadderUse {
  readonly path: Path;
  readonly use: string | readonly RungDocument[];
  /** What the ladder watches over. */
  readonly of: { readonly kind: SerialDocument['kind'] | 'part' | 'clock'; readonly key: string };
}

/** Where ladders are used, by name or written in place. */
export function ladderUses(document: RuleBookDocument): readonly LadderUse[] {
  const stages = serialStages(document).map(([key, { kind, ladder }]) => ({
    path: ['stages', key, 'ladder'],
    use: ladder,
    of: { kind, key },
  }));
  const parts = partsOf(document).map(({ path, value }) => ({
    path: [...path, 'ladder'],
    use: value.ladder,
    of: { kind: 'part' as const, key: String(path.at(-1)) },
  }));
  const clocks = Object.entries(document.clocks ?? {}).flatMap(([key, { ladder }]) =>
    ladder === undefined ? [] : [{ path: ['clocks', key, 'ladder'], use: ladder, of: { kind: 'clock' as const, key } }],
  );
  return [...stages, ...parts, ...clocks];
}
