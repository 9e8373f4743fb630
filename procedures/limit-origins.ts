import { routesOf, waitingStages } from './check-names';
import type { LimitOrigin } from './rule-book';
import type { RuleBookDocument } from './schema';
import type { WaitingDocument } from './schema-stages';
import type { Finding, Path } from './yaml-source';

const STAGE_LIMITS = ['within', 'take-within', 'again-within', 'attempts'] as const;

interface Marks {
  readonly source?: string | undefined;
  readonly assumed?: true | readonly string[] | undefined;
}

interface Place {
  readonly path: Path;
  /** The limits that stand here. */
  readonly limits: readonly string[];
  readonly marks: Marks;
}

/** Where every limit comes from, and those that do not say it. */
export function limitOrigins(document: RuleBookDocument): {
  readonly limits: Readonly<Record<string, LimitOrigin>>;
  readonly findings: Finding[];
} {
  const places = [
    ...waitingStages(document).flatMap(([key, stage]) => placesOfStage(key, stage)),
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
  const limits = places.flatMap((place) =>
    place.limits.map((limit) => [[...place.path, limit].join('.'), originOf(limit, place.marks)] as const),
  );
  return { limits: Object.fromEntries(limits), findings: places.flatMap(checkPlace) };
}

function placesOfStage(key: string, stage: WaitingDocument): Place[] {
  const limits = STAGE_LIMITS.filter((limit) => Object.hasOwn(stage, limit));
  const routes = routesOf(key, stage).flatMap(({ path, route }) =>
    typeof route !== 'string' && route.most !== undefined ? [{ path, limits: ['most'], marks: route }] : [],
  );
  return [{ path: ['stages', key], limits, marks: stage }, ...routes];
}

function originOf(limit: string, { source, assumed }: Marks): LimitOrigin {
  const isAssumed = assumed === true || (assumed?.includes(limit) ?? false);
  return { assumed: isAssumed, source: isAssumed ? null : (source ?? null) };
}

function checkPlace({ path, limits, marks }: Place): Finding[] {
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
    message: `say where this limit comes from: "source" with the rule book's step, or "assumed: true"`,
    on: 'key',
  }));
}
