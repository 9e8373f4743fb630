import { KINDS } from '../../domain/kinds/table';
import { LAPSED, REFERRED, SATISFACTION_FIELD } from '../../domain/model/procedure';
import { rungsOf } from './compile-stages';
import { unknownWord } from '../language/did-you-mean';
import {
  ladderUses,
  laddersOf,
  routedStages,
  routesOf,
  serialStages,
  targetsOf,
  type LadderUse,
} from '../language/document-parts';
import type { RuleBookDocument } from '../language/schema';
import type {
  AwaitDocument,
  FormDocument,
  RouteDocument,
  RoutedDocument,
  RungDocument,
  SerialDocument,
} from '../language/schema-stages';
import type { Finding, Path } from '../language/yaml-source';

/** What a rule book must keep to beyond the spelling of its names. */
export function checkRules(document: RuleBookDocument): Finding[] {
  return [
    ...checkWays(document),
    ...checkLadders(document),
    ...routedStages(document).flatMap(([key, stage]) => checkOutcomes(key, stage)),
    ...serialStages(document).flatMap(([key, stage]) => checkStage(document, key, stage)),
    ...Object.entries(document.categories).flatMap(([key, { visits }]) =>
      checkVisits(['categories', key, 'visits'], visits),
    ),
  ];
}

function checkWays(document: RuleBookDocument): Finding[] {
  const { stages, first, reopen, guarantee } = document;
  const referred = Object.values(document['outside-routes']).flatMap(({ then }) => then ?? []);
  const ways = new Map(
    routedStages(document).map(([key, stage]) => [
      key,
      [
        ...routesOf(key, stage).flatMap(({ path, route }) => targetsOf(path, route).map(({ stage: to }) => to)),
        ...referred,
      ],
    ]),
  );
  const starts = [first, reopen.then, ...(guarantee === undefined ? [] : [guarantee.then])];
  const reached = spread(starts, (key) => ways.get(key) ?? []);
  const closes = Object.keys(stages).filter((key) => 'result' in (stages[key] ?? {}));
  const closing = spread(closes, (key) => [...ways].filter(([, to]) => to.includes(key)).map(([from]) => from));
  const openingAtClose = closes.includes(first)
    ? [{ path: ['first'], message: 'registration cannot open a closed stage' }]
    : [];
  return [
    ...openingAtClose,
    ...(['reopen', 'guarantee'] as const).flatMap((key): Finding[] =>
      closes.includes(document[key]?.then ?? '')
        ? [{ path: [key, 'then'], message: 'a complaint cannot be opened again at a closed stage' }]
        : [],
    ),
    ...Object.keys(stages).flatMap((key): Finding[] => {
      const path = ['stages', key];
      if (!reached.has(key)) {
        return [{ path, message: `nothing leads to stage "${key}": lead an outcome here or remove it`, on: 'key' }];
      }
      if (!closing.has(key)) {
        return [{ path, message: `no way leads from stage "${key}" to a stage of kind close`, on: 'key' }];
      }
      return [];
    }),
  ];
}

function spread(from: readonly string[], next: (key: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set(from);
  for (const key of reached) for (const other of next(key)) reached.add(other);
  return reached;
}

function checkLadders(document: RuleBookDocument): Finding[] {
  return [
    ...laddersOf(document).flatMap(({ path, rungs }) => [
      ...rungs.flatMap((rung, at) => checkRung([...path, at], rung)),
      ...checkOrder(path, rungs),
    ]),
    ...checkEnds(document),
  ];
}

/** A ladder with a name is told once, not at every stage that it watches over. */
function checkEnds(document: RuleBookDocument): Finding[] {
  const told = new Set<LadderUse['use']>();
  return ladderUses(document).flatMap((one) => {
    const findings = checkEnd(document, one);
    if (endsByItself(one) || findings.length === 0) return findings;
    if (told.has(one.use)) return [];
    told.add(one.use);
    return findings;
  });
}

function checkRung(path: Path, rung: RungDocument): Finding[] {
  const actions = (['remind', 'tell', 'give-to'] as const).filter((action) => rung[action] !== undefined);
  const given = rung['give-to'];
  return [
    ...(actions.length === 1 ? [] : [{ path, message: 'a rung has exactly one of "remind", "tell" and "give-to"' }]),
    ...(given === 'owner' || given === 'complainant'
      ? [{ path: [...path, 'give-to'], message: `a complaint cannot be given to the ${given}: name another person` }]
      : []),
    ...(rung.explain === 'complainant'
      ? [{ path: [...path, 'explain'], message: 'the complainant does not explain our delay: name another person' }]
      : []),
    ...(rung['at-once'] && (rung.remind ?? rung.tell) === 'complainant'
      ? [{ path: [...path, 'at-once'], message: "the complainant's quiet hours hold: at-once is for staff" }]
      : []),
  ];
}

function checkOrder(path: Path, rungs: readonly RungDocument[]): Finding[] {
  return rungs.flatMap((rung, at): Finding[] => {
    const earlier = rungs.slice(0, at).some((before) => isLater(before.at, rung.at));
    return earlier
      ? [{ path: [...path, at, 'at'], message: 'rungs stand in the order of time: move this one up' }]
      : [];
  });
}

function isLater(a: RungDocument['at'], b: RungDocument['at']): boolean {
  if ('percent' in a) return 'percent' in b && a.percent > b.percent;
  if ('percent' in b) return false;
  const comparable = a.offset.unit === b.offset.unit || a.offset.count === 0 || b.offset.count === 0;
  return comparable && a.offset.count > b.offset.count;
}

/** Whether the limit is itself an outcome: nobody is late with it, and nobody has to hold it afterwards. */
function endsByItself({ of: { kind } }: Pick<LadderUse, 'of'>): boolean {
  return kind !== 'clock' && kind !== 'part' && KINDS[kind].lapse !== null;
}

/** A stage's ladder ends in somebody's hands; a consent ends by itself, so there nothing may stand after its limit. */
function checkEnd({ ladders }: RuleBookDocument, { path, use, of }: LadderUse): Finding[] {
  const rungs = rungsOf(use, ladders);
  if (of.kind === 'clock') return [];
  if (endsByItself({ of })) {
    const late = rungs.some(({ at }) => ('percent' in at ? at.percent >= 100 : at.offset.count >= 0));
    const message = `the limit of "${of.key}" ends it: no rung may stand at it or after it`;
    return late ? [{ path, message }] : [];
  }
  const held = rungs.at(-1)?.['give-to'] !== undefined;
  const named = typeof use === 'string' ? `ladder "${use}"` : 'the ladder';
  if (rungs.length === 0 && typeof use === 'string' && ladders?.[use] === undefined) return [];
  return held
    ? []
    : [{ path, message: `nobody holds "${of.key}" after the last rung: end ${named} with "give-to" and a person` }];
}

const OUTCOME_TAKEN = `"${REFERRED}" is what a stage is left by when the complaint is referred: choose another name`;

function checkOutcomes(key: string, stage: RoutedDocument): Finding[] {
  const path = ['stages', key, 'outcomes'];
  return [
    ...(Object.keys(stage.outcomes).length === 0
      ? [{ path, message: 'a stage has at least one outcome: add it', on: 'key' as const }]
      : []),
    ...(REFERRED in stage.outcomes ? [{ path: [...path, REFERRED], message: OUTCOME_TAKEN, on: 'key' as const }] : []),
    ...routesOf(key, stage).flatMap(({ path: place, route }) => checkRoute(place, route)),
  ];
}

function checkStage({ ladders }: RuleBookDocument, key: string, stage: SerialDocument): Finding[] {
  const path = ['stages', key];
  if ('instructions' in stage) {
    return [...checkAwaited([...path, 'outcomes'], stage), ...checkMove(path, stage, rungsOf(stage.ladder, ladders))];
  }
  if (!('satisfied' in stage)) return [];
  const form = stage.form ?? {};
  return [
    ...checkSurvey([...path, 'form'], form),
    ...checkLevels(path, form, stage.satisfied, stage.doubtful),
    ...checkVisits([...path, 'visits'], stage.visits),
  ];
}

/** Time takes `lapsed`; everything else is recorded by somebody. */
function checkAwaited(path: Path, { outcomes }: AwaitDocument): Finding[] {
  const lapsed = outcomes[LAPSED];
  if (lapsed === undefined) {
    const message = `"${LAPSED}" is missing: say where this leads when nothing has come by the limit`;
    return [{ path, message, on: 'key' }];
  }
  if (typeof lapsed !== 'string' && lapsed.by !== undefined) {
    return [{ path: [...path, LAPSED, 'by'], message: 'time takes this outcome: remove "by"', on: 'key' }];
  }
  if (Object.keys(outcomes).length > 1) return [];
  return [{ path, message: `something may come after all: add an outcome beside "${LAPSED}"`, on: 'key' }];
}

/** Nobody is reminded of what is not their move, and nobody owes word on how things stand to who holds them up. */
function checkMove(path: Path, { from, progress }: AwaitDocument, rungs: readonly RungDocument[]): Finding[] {
  if (from === 'complainant') {
    const message = 'it is the complainant who is waited for: remove "progress"';
    return progress === undefined ? [] : [{ path: [...path, 'progress'], message, on: 'key' }];
  }
  const reminded = rungs.some(({ remind }) => remind === 'complainant');
  const message = 'it is not the complainant who is waited for: remind somebody else';
  return reminded ? [{ path: [...path, 'ladder'], message, on: 'key' }] : [];
}

function checkRoute(path: Path, route: RouteDocument): Finding[] {
  if (typeof route === 'string') return [];
  const { when, cases, then, otherwise, most, after } = route;
  const finding = (key: string, message: string): Finding[] => [{ path: [...path, key], message, on: 'key' }];
  const conditional = when !== undefined || cases !== undefined;
  return [
    ...(when !== undefined && cases !== undefined ? finding('cases', 'write "when" or "cases", not both') : []),
    ...(cases === undefined && then === undefined
      ? finding('then', '"then" is missing: say which stage this leads to')
      : []),
    ...(cases !== undefined && then !== undefined
      ? finding('then', 'with "cases" each case has its own "then": write "otherwise"')
      : []),
    ...(conditional && otherwise === undefined
      ? finding('otherwise', '"otherwise" is missing: say where this leads when the condition does not hold')
      : []),
    ...(!conditional && otherwise !== undefined ? finding('otherwise', '"otherwise" needs a "when"') : []),
    ...(most !== undefined && after === undefined
      ? finding('most', '"most" needs "after": say which stage follows when this way is used up')
      : []),
    ...(most === undefined && after !== undefined
      ? finding('after', '"after" needs "most": say how often this way may be taken')
      : []),
  ];
}

function checkSurvey(path: Path, form: FormDocument): Finding[] {
  const satisfaction = Object.hasOwn(form, SATISFACTION_FIELD) ? form[SATISFACTION_FIELD] : undefined;
  if (satisfaction?.kind === 'choice' && satisfaction.required === true) return [];
  const place = satisfaction === undefined ? path : [...path, SATISFACTION_FIELD];
  return [
    {
      path: place,
      message: `a revisit's form asks "${SATISFACTION_FIELD}": write kind: choice, options and required: true`,
      on: 'key',
    },
  ];
}

function checkLevels(
  path: Path,
  form: FormDocument,
  satisfied: readonly string[],
  doubtful: readonly string[],
): Finding[] {
  const levels = Object.keys(form[SATISFACTION_FIELD]?.options ?? {});
  const known = (key: string, words: readonly string[]): Finding[] =>
    words.flatMap((word, at) =>
      levels.includes(word)
        ? []
        : [{ path: [...path, key, at], message: unknownWord('level of satisfaction', word, levels) }],
    );
  const both = doubtful.flatMap((word, at) =>
    satisfied.includes(word)
      ? [{ path: [...path, 'doubtful', at], message: `"${word}" is satisfied already: remove it from one of the two` }]
      : [],
  );
  return [...known('satisfied', satisfied), ...known('doubtful', doubtful), ...both];
}

function checkVisits(path: Path, visits: number | { least: number; most: number } | undefined): Finding[] {
  if (visits === undefined || typeof visits === 'number' || visits.least <= visits.most) return [];
  return [{ path: [...path, 'most'], message: `"most" is less than "least": write at least ${visits.least}` }];
}
