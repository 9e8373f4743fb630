import { TARGET_RELATIONS } from '../domain/procedure';
import { listOf } from './compile';
import { unknownWord } from './did-you-mean';
import type { RuleBookDocument } from './schema';
import type { FormDocument, RouteDocument, RungDocument, StageDocument, WaitingDocument } from './schema-stages';
import type { Finding, Path } from './yaml-source';

/** Facts that every complaint has; no field may take their names. */
export const COMMON_FACTS = ['category', 'severity', 'channel', 'round'];
const RESERVED_FIELDS = [...COMMON_FACTS, 'reason'];

export interface NamedForm {
  readonly path: Path;
  readonly form: FormDocument;
  readonly stage: StageDocument | null;
}

/** Waiting stages with their keys. */
export function waitingStages(document: RuleBookDocument): readonly (readonly [string, WaitingDocument])[] {
  return Object.entries(document.stages).filter(
    (entry): entry is [string, WaitingDocument] => entry[1].kind !== 'close',
  );
}

/** Every outcome of a stage with its route and place. */
export function routesOf(key: string, stage: WaitingDocument): { outcome: string; path: Path; route: RouteDocument }[] {
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

export function formsOf(document: RuleBookDocument): readonly NamedForm[] {
  const stages = waitingStages(document).map(([key, stage]) => ({
    path: ['stages', key, 'form'],
    form: stage.form ?? {},
    stage,
  }));
  return [{ path: ['intake'], form: document.intake ?? {}, stage: null }, ...stages];
}

/** Every name that stands for something named elsewhere: stages, owners, ladders, facts, remedies, calendars. */
export function checkNames(document: RuleBookDocument, calendars: readonly string[]): Finding[] {
  const has = (what: string, known: readonly string[], word: string, path: Path): Finding[] =>
    known.includes(word) ? [] : [{ path, message: unknownWord(what, word, known) }];
  const stages = Object.keys(document.stages);
  return [
    ...has('calendar', calendars, document.calendar, ['calendar']),
    ...has('stage', stages, document.first, ['first']),
    ...has('stage', stages, document.reopen.then, ['reopen', 'then']),
    ...waitingStages(document).flatMap(([key, stage]) =>
      routesOf(key, stage).flatMap(({ path, route }) =>
        targetsOf(path, route).flatMap((target) => has('stage', stages, target.stage, target.path)),
      ),
    ),
    ...matchNames(document, has),
    ...checkOwners(document),
    ...checkLadderNames(document),
    ...checkFields(document),
  ];
}

type Has = (what: string, known: readonly string[], word: string, path: Path) => Finding[];

function matchNames({ match, channels, categories }: RuleBookDocument, has: Has): Finding[] {
  return [
    ...(match?.channels ?? []).flatMap((word, at) =>
      has('channel', Object.keys(channels), word, ['match', 'channels', at]),
    ),
    ...(match?.categories ?? []).flatMap((word, at) =>
      has('category', Object.keys(categories), word, ['match', 'categories', at]),
    ),
  ];
}

function checkOwners(document: RuleBookDocument): Finding[] {
  const owners = Object.keys(document.owners);
  const departments = formsOf(document).flatMap(({ form }) =>
    Object.keys(form).filter((field) => form[field]?.kind === 'department'),
  );
  const owner = (word: string, path: Path): Finding[] =>
    owners.includes(word) ? [] : [{ path, message: unknownWord('owner', word, owners) }];
  const target = (word: string, path: Path): Finding[] => {
    const known = [...TARGET_RELATIONS, ...owners];
    return known.includes(word) ? [] : [{ path, message: unknownWord('person to turn to', word, known) }];
  };
  const ofRung = (rung: RungDocument, path: Path): Finding[] =>
    (['remind', 'tell', 'give-to', 'explain'] as const).flatMap((key) => {
      const word = rung[key];
      return word === undefined ? [] : target(word, [...path, key]);
    });
  return [
    ...Object.entries(document.owners).flatMap(([key, rule]) => ownerRule(key, rule, departments)),
    ...laddersOf(document).flatMap(({ path, rungs }) => rungs.flatMap((rung, at) => ofRung(rung, [...path, at]))),
    ...waitingStages(document).flatMap(([key, stage]) => [
      ...(stage.kind === 'approval'
        ? stage.chain.flatMap((word, at) => owner(word, ['stages', key, 'chain', at]))
        : owner(stage.owner, ['stages', key, 'owner'])),
      ...(stage.kind === 'hand-over'
        ? stage['not-taken'].flatMap((word, at) => target(word, ['stages', key, 'not-taken', at]))
        : []),
    ]),
  ];
}

function ownerRule(key: string, rule: RuleBookDocument['owners'][string], departments: readonly string[]): Finding[] {
  const path = ['owners', key];
  const taken = (TARGET_RELATIONS as readonly string[]).includes(key)
    ? [{ path, message: `"${key}" already means somebody everywhere: choose another name`, on: 'key' as const }]
    : [];
  const both =
    rule.in !== undefined && rule.above !== undefined
      ? [{ path: [...path, 'above'], message: 'name "in" or "above", not both', on: 'key' as const }]
      : [];
  const places = (['in', 'above'] as const).flatMap((place) => {
    const field = rule[place];
    if (field === undefined || departments.includes(field)) return [];
    return [
      { path: [...path, place], message: `${unknownWord('fact', field, departments)} (a field of kind department)` },
    ];
  });
  return [...taken, ...both, ...places];
}

/** Every ladder where it is written: the named ones and those that stand at a stage or clock. */
export function laddersOf(document: RuleBookDocument): { path: Path; rungs: readonly RungDocument[] }[] {
  const named = Object.entries(document.ladders ?? {}).map(([key, rungs]) => ({ path: ['ladders', key], rungs }));
  const used = ladderUses(document).flatMap(({ path, use }) => (typeof use === 'string' ? [] : [{ path, rungs: use }]));
  return [...named, ...used];
}

/** Where ladders are used, by name or written in place. */
export function ladderUses(document: RuleBookDocument) {
  const stages = waitingStages(document).map(([key, stage]) => ({
    path: ['stages', key, 'ladder'],
    use: stage.ladder,
  }));
  const clocks = Object.entries(document.clocks ?? {}).flatMap(([key, { ladder }]) =>
    ladder === undefined ? [] : [{ path: ['clocks', key, 'ladder'], use: ladder }],
  );
  return [...stages, ...clocks];
}

function checkLadderNames(document: RuleBookDocument): Finding[] {
  const known = Object.keys(document.ladders ?? {});
  return ladderUses(document).flatMap(({ path, use }) =>
    typeof use !== 'string' || known.includes(use) ? [] : [{ path, message: unknownWord('ladder', use, known) }],
  );
}

function checkFields(document: RuleBookDocument): Finding[] {
  const kinds = new Map<string, string>();
  return formsOf(document).flatMap(({ path, form, stage }) =>
    Object.entries(form).flatMap(([field, { kind, required, options, 'required-if': requiredIf }]): Finding[] => {
      const place = [...path, field];
      const before = kinds.get(field) ?? kind;
      kinds.set(field, before);
      const outcomes = stage === null || stage.kind === 'close' ? [] : Object.keys(stage.outcomes);
      return [
        ...(RESERVED_FIELDS.includes(field)
          ? [
              {
                path: place,
                message: `every complaint has a "${field}" already: choose another name`,
                on: 'key' as const,
              },
            ]
          : []),
        ...(before === kind
          ? []
          : [
              { path: [...place, 'kind'], message: `"${field}" is a ${before} on another form: one fact has one kind` },
            ]),
        ...(kind === 'choice' && Object.keys(options ?? {}).length === 0
          ? [{ path: place, message: 'a choice needs "options": add them', on: 'key' as const }]
          : []),
        ...(kind !== 'choice' && options !== undefined
          ? [{ path: [...place, 'options'], message: 'only a choice has options', on: 'key' as const }]
          : []),
        ...(required === true && requiredIf !== undefined
          ? [
              {
                path: [...place, 'required-if'],
                message: 'it is required always: remove one of the two',
                on: 'key' as const,
              },
            ]
          : []),
        ...listOf(requiredIf).flatMap((outcome) =>
          outcomes.includes(outcome)
            ? []
            : [{ path: [...place, 'required-if'], message: unknownWord('outcome', outcome, outcomes) }],
        ),
      ];
    }),
  );
}
