import { limitCasesOf, partsOf, routedStages, routesOf, serialStages } from '../language/document-parts';
import type { LimitOrigin } from '../language/rule-book';
import type { RuleBookDocument } from '../language/schema';
import type { SerialDocument } from '../language/schema-stages';
import type { Finding, Path } from '../language/yaml-source';

const STAGE_LIMITS = ['within', 'take-within', 'again-within', 'attempts'] as const;

interface Marks {
  readonly source?: string | undefined;
  readonly assumed?: true | readonly string[] | undefined;
}

interface Place {
  readonly path: Path;
  /** The limits that stand here, by their keys. */
  readonly limits: readonly string[];
  /** What they are, where they are no limits. */
  readonly what?: string;
  readonly marks: Marks;
}

/** Where every limit comes from, and those that do not say it. */
export function limitOrigins(document: RuleBookDocument): {
  readonly limits: Readonly<Record<string, LimitOrigin>>;
  readonly findings: Finding[];
} {
  const places = [...placesOfStages(document), ...placesOfTables(document), ...placesOfWhole(document)];
  const limits = places.flatMap((place) =>
    place.limits.map((limit) => [[...place.path, limit].join('.'), originOf(limit, place.marks)] as const),
  );
  return { limits: Object.fromEntries(limits), findings: places.flatMap(checkPlace) };
}

function placesOfStages(document: RuleBookDocument): Place[] {
  return [
    ...serialStages(document).flatMap(([key, stage]) => placesOfStage(key, stage)),
    ...routedStages(document).flatMap(([key, stage]) =>
      routesOf(key, stage).flatMap(({ path, route }) =>
        typeof route !== 'string' && route.most !== undefined ? [{ path, limits: ['most'], marks: route }] : [],
      ),
    ),
    ...limitCasesOf(document).flatMap(({ path, value }) =>
      value.map((marks, at) => ({ path: [...path, at], limits: ['within'], marks })),
    ),
    ...partsOf(document).map(({ path, value }) => ({ path, limits: ['within'], marks: value })),
    ...routedStages(document).flatMap(([key, stage]) =>
      'remedies' in stage
        ? [{ path: ['stages', key], limits: ['remedies'], marks: stage, what: 'what is granted' }]
        : [],
    ),
  ];
}

function placesOfStage(key: string, stage: SerialDocument): Place[] {
  const path = ['stages', key];
  const limits = STAGE_LIMITS.filter((limit) => Object.hasOwn(stage, limit));
  const { progress } = stage;
  return [
    { path, limits, marks: stage },
    ...(progress === undefined ? [] : [{ path: [...path, 'progress'], limits: ['every', 'most'], marks: progress }]),
  ];
}

/** Tables and amounts have a source like any limit. */
function placesOfTables(document: RuleBookDocument): Place[] {
  const { derived = {}, discretion, guarantee, objections, accountability = {} } = document;
  const one = (key: string, limit: string, marks: Marks | undefined, what: string): Place[] =>
    marks === undefined ? [] : [{ path: [key], limits: [limit], marks, what }];
  return [
    ...Object.entries(derived).map(([key, marks]) => ({
      path: ['derived', key],
      limits: ['lines'],
      marks,
      what: 'this table',
    })),
    ...one('discretion', 'limits', discretion, 'what roles may grant'),
    ...one('guarantee', 'within', guarantee, 'this guarantee'),
    ...one('objections', 'most', objections, 'this number'),
    ...Object.entries(accountability).map(([key, marks]) => ({
      path: ['accountability', key],
      limits: ['when'],
      marks,
      what: 'this rule',
    })),
  ];
}

function placesOfWhole(document: RuleBookDocument): Place[] {
  return [
    ...Object.entries(document.categories).flatMap(([key, category]) =>
      category.visits === undefined ? [] : [{ path: ['categories', key], limits: ['visits'], marks: category }],
    ),
    ...Object.entries(document.clocks ?? {}).map(([key, clock]) => ({
      path: ['clocks', key],
      limits: ['within'],
      marks: clock,
    })),
    { path: ['pause'], limits: ['within'], marks: document.pause },
    { path: ['reopen'], limits: ['within'], marks: document.reopen },
  ];
}

function originOf(limit: string, { source, assumed }: Marks): LimitOrigin {
  const isAssumed = assumed === true || (assumed?.includes(limit) ?? false);
  return { assumed: isAssumed, source: isAssumed ? null : (source ?? null) };
}

function checkPlace({ path, limits, marks, what = 'this limit' }: Place): Finding[] {
  const { source, assumed } = marks;
  if (source !== undefined && assumed === true) {
    const message = 'a limit has a source or is assumed: remove one, or name the assumed limits, as [within]';
    return [{ path: [...path, 'assumed'], message, on: 'key' }];
  }
  if (Array.isArray(assumed)) {
    const strange = assumed.flatMap((word: string, at) =>
      limits.includes(word)
        ? []
        : [
            {
              path: [...path, 'assumed', at],
              message: `there is no limit "${word}" here: name one of ${limits.join(', ')}`,
            },
          ],
    );
    if (strange.length > 0) return strange;
  }
  const open = limits.filter((limit) => source === undefined && !originOf(limit, marks).assumed);
  return open.slice(0, 1).map((limit) => ({
    path: [...path, limit],
    message: `say where ${what} comes from: "source" with the rule book's step, or "assumed: true"`,
    on: 'key',
  }));
}
