import type {
  ClockRule,
  Condition,
  Field,
  Form,
  Procedure,
  Route,
  RungRule,
  StageRule,
  VisitRule,
} from '../domain/procedure';
import { contentHash } from './content-hash';
import type { RuleBookDocument } from './schema';
import type { ConditionDocument, FormDocument, RouteDocument, RungDocument, StageDocument } from './schema-stages';

type LadderUse = string | readonly RungDocument[] | undefined;
type Ladders = RuleBookDocument['ladders'];

/** The rules of a checked document, as the core reads them. */
export function compileProcedure(document: RuleBookDocument): Procedure {
  const { ladders } = document;
  const rules = {
    key: document.key,
    calendar: document.calendar,
    channels: Object.keys(document.channels),
    locales: document.locales,
    categories: each(document.categories, ({ visits }) => (visits === undefined ? {} : { visits: visitRule(visits) })),
    severities: Object.keys(document.severities),
    remedies: Object.keys(document.remedies),
    intake: compileForm(document.intake),
    owners: each(document.owners, ({ role, in: department, above }) => ({
      role,
      ...(department === undefined ? {} : { in: department }),
      ...(above === undefined ? {} : { above }),
    })),
    clocks: each(document.clocks ?? {}, ({ kind, from, until, within, ladder }): ClockRule => ({
      kind,
      from,
      until,
      within,
      ladder: rungsOf(ladder, ladders).map(compileRung),
    })),
    stages: each(document.stages, (stage) => compileStage(stage, ladders)),
    first: document.first,
    pause: { within: document.pause.within },
    reopen: { within: document.reopen.within, then: document.reopen.then },
    outsideRoutes: Object.keys(document['outside-routes']),
  };
  return { ...rules, hash: contentHash(rules) };
}

/** The rungs of a ladder that is named or written in place. */
export function rungsOf(use: LadderUse, ladders: Ladders): readonly RungDocument[] {
  if (use === undefined) return [];
  return typeof use === 'string' ? (ladders?.[use] ?? []) : use;
}

/** The chain's first for an approval, otherwise who is named. */
export function ownerOf(stage: Exclude<StageDocument, { kind: 'close' }>): string {
  return stage.kind === 'approval' ? (stage.chain[0] ?? '') : stage.owner;
}

export function listOf<T>(one: T | readonly T[] | undefined): readonly T[] {
  if (one === undefined) return [];
  return Array.isArray(one) ? (one as readonly T[]) : [one as T];
}

export function each<A, B>(from: Readonly<Record<string, A>>, make: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, make(value, key)]));
}

function compileStage(stage: StageDocument, ladders: Ladders): StageRule {
  if (stage.kind === 'close') return { kind: 'close', result: stage.result };
  const outcomes = Object.entries(stage.outcomes).filter(
    (entry): entry is [string, RouteDocument] => entry[1] !== undefined,
  );
  const waiting = {
    owner: ownerOf(stage),
    within: stage.within,
    ladder: rungsOf(stage.ladder, ladders).map(compileRung),
    form: compileForm(stage.form),
    outcomes: Object.fromEntries(outcomes.map(([outcome, route]) => [outcome, compileRoute(route)])),
  };
  switch (stage.kind) {
    case 'task':
    case 'execute':
      return { kind: stage.kind, ...waiting };
    case 'hand-over':
      return { kind: stage.kind, ...waiting, takeWithin: stage['take-within'], notTaken: stage['not-taken'] };
    case 'approval':
      return { kind: stage.kind, ...waiting, chain: stage.chain };
    case 'consent':
      return { kind: stage.kind, ...waiting, offer: stage.offer };
    case 'reply':
      return { kind: stage.kind, ...waiting, final: stage.final };
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

function compileForm(form: FormDocument | undefined): Form {
  return each(form ?? {}, (field): Field => {
    const requiredIf = field['required-if'];
    return {
      kind: field.kind,
      required: field.required ?? false,
      ...(requiredIf === undefined ? {} : { requiredIf: listOf(requiredIf) }),
      ...(field.options === undefined ? {} : { options: Object.keys(field.options) }),
    };
  });
}

function compileRoute(route: RouteDocument): Route {
  if (typeof route === 'string') return { cases: [], then: route, newRound: false };
  const { when, cases = [], then = '', otherwise = '', most, after } = route;
  const all = when === undefined ? cases : [{ when, then }];
  return {
    cases: all.map((one) => ({ when: compileCondition(one.when), then: one.then })),
    then: all.length === 0 ? then : otherwise,
    newRound: route['new-round'] ?? false,
    ...(most === undefined ? {} : { most }),
    ...(after === undefined ? {} : { after }),
  };
}

function compileCondition(condition: ConditionDocument): Condition {
  return each(condition, (values) => listOf(values));
}

function compileRung(rung: RungDocument): RungRule {
  const [action, to]: [RungRule['action'], string | undefined] =
    rung.remind !== undefined
      ? ['remind', rung.remind]
      : rung.tell !== undefined
        ? ['tell', rung.tell]
        : ['give', rung['give-to']];
  return { at: rung.at, action, to: to ?? '', ...(rung.explain === undefined ? {} : { explain: rung.explain }) };
}

function visitRule(visits: number | VisitRule): VisitRule {
  return typeof visits === 'number' ? { least: visits, most: visits } : visits;
}
