import { LATE, PLACE, STRATEGIES, TARGET_RELATIONS } from '../../domain/model/procedure';
import { approverOf } from './compile-stages';
import { unknownWord } from '../language/did-you-mean';
import {
  fieldsOfKind,
  ladderUses,
  laddersOf,
  offers,
  partsOf,
  routedStages,
  routesOf,
  serialStages,
  targetsOf,
} from '../language/document-parts';
import type { RuleBookDocument } from '../language/schema';
import type { RungDocument, SerialDocument } from '../language/schema-stages';
import type { Finding, Path } from '../language/yaml-source';

/** Every name that stands for something named elsewhere: stages, owners, ladders, remedies, roles, calendars. */
export function checkNames(document: RuleBookDocument, calendars: readonly string[]): Finding[] {
  return [
    ...has('calendar', calendars, document.calendar, ['calendar']),
    ...checkStageNames(document),
    ...matchNames(document),
    ...referredNames(document),
    ...checkOwners(document),
    ...checkLadderNames(document),
    ...checkRemedyNames(document),
    ...checkTableNames(document),
  ];
}

function has(what: string, known: readonly string[], word: string, path: Path): Finding[] {
  return known.includes(word) ? [] : [{ path, message: unknownWord(what, word, known) }];
}

function checkStageNames(document: RuleBookDocument): Finding[] {
  const stages = Object.keys(document.stages);
  const stage = (word: string | undefined, path: Path): Finding[] =>
    word === undefined ? [] : has('stage', stages, word, path);
  return [
    ...stage(document.first, ['first']),
    ...stage(document.reopen.then, ['reopen', 'then']),
    ...stage(document.guarantee?.then, ['guarantee', 'then']),
    ...routedStages(document).flatMap(([key, one]) =>
      routesOf(key, one).flatMap(({ path, route }) =>
        targetsOf(path, route).flatMap((target) => stage(target.stage, target.path)),
      ),
    ),
    ...Object.entries(document.clocks ?? {}).flatMap(([key, clock]) =>
      (['from', 'until'] as const).flatMap((end) => {
        const written = clock[end];
        if (typeof written === 'string') return [];
        return (['entered', 'left'] as const).flatMap((way) => stage(written[way], ['clocks', key, end, way]));
      }),
    ),
    ...Object.entries(document.owners).flatMap(([key, owner]) =>
      (owner['other-than'] ?? []).flatMap((word, at) =>
        handledStage(document, word, ['owners', key, 'other-than', at]),
      ),
    ),
  ];
}

/** Only a stage with tasks is completed by somebody. */
function handledStage(document: RuleBookDocument, word: string, path: Path): Finding[] {
  const stage = Object.hasOwn(document.stages, word) ? document.stages[word] : undefined;
  if (stage && !('within' in stage || 'parts' in stage)) {
    return [{ path, message: `nobody does anything in stage "${word}": name one with a task` }];
  }
  return has('stage', Object.keys(document.stages), word, path);
}

function matchNames({ match, channels, categories }: RuleBookDocument): Finding[] {
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
  const target = (word: string, path: Path): Finding[] =>
    ownerNamed(document, 'person to turn to', [...TARGET_RELATIONS, ...owners], word, path);
  const ofRung = (rung: RungDocument, path: Path): Finding[] =>
    (['remind', 'tell', 'give-to', 'explain'] as const).flatMap((key) => {
      const word = rung[key];
      return word === undefined ? [] : target(word, [...path, key]);
    });
  return [
    ...Object.entries(document.owners).flatMap(([key, rule]) => ownerRule(document, key, rule)),
    ...laddersOf(document).flatMap(({ path, rungs }) => rungs.flatMap((rung, at) => ofRung(rung, [...path, at]))),
    ...Object.entries(document.owners).flatMap(([key, rule]) => limitOfNobody(rule, ['owners', key])),
    ...serialStages(document).flatMap(([key, stage]) => [
      ...ownersOfStage(key, stage).flatMap(({ word, path }) => ownerNamed(document, 'owner', owners, word, path)),
      ...('until' in stage ? dateField(document, key, stage.until) : []),
      ...('not-taken' in stage
        ? stage['not-taken'].flatMap((word, at) => target(word, ['stages', key, 'not-taken', at]))
        : []),
    ]),
    ...partsOf(document).flatMap(({ path, value }) => [
      ...ownerNamed(document, 'owner', owners, value.owner, [...path, 'owner']),
      ...(value['owner-if'] ?? []).flatMap(({ owner }, at) =>
        has('owner', owners, owner, [...path, 'owner-if', at, 'owner']),
      ),
    ]),
  ];
}

/** Whoever takes a task from a pool decides for themselves how much they hold. */
function limitOfNobody({ assign = 'pool', most }: RuleBookDocument['owners'][string], path: Path): Finding[] {
  if (assign !== 'pool' || most === undefined) return [];
  const message = `"most" limits who is chosen, and nobody is: add "assign: ${STRATEGIES.join('" or "assign: ')}"`;
  return [{ path: [...path, 'most'], message }];
}

/** The day that a stage lasts to has to be known before it is opened. */
function dateField(document: RuleBookDocument, key: string, word: string | undefined): Finding[] {
  const { [key]: own, ...others } = document.stages;
  const known = fieldsOfKind({ ...document, stages: others }, 'date');
  if (word === undefined || known.includes(word)) return [];
  const late = own && 'form' in own && own.form?.[word]?.kind === 'date';
  const message = late
    ? `"${word}" is asked in this stage itself: ask for the day in a form before it`
    : `${unknownWord('fact', word, known)} (a field of kind date)`;
  return [{ path: ['stages', key, 'until'], message }];
}

/** Being referred may lead into a stage that waits for what comes of it, and into no other. */
function referredNames({ stages, 'outside-routes': routes }: RuleBookDocument): Finding[] {
  const waiting = Object.keys(stages).filter((key) => 'instructions' in (stages[key] ?? {}));
  return Object.entries(routes).flatMap(([route, { then }]): Finding[] => {
    if (then === undefined || waiting.includes(then)) return [];
    const path = ['outside-routes', route, 'then'];
    return [{ path, message: `${unknownWord('stage', then, waiting)} (a stage of kind await)` }];
  });
}

/** People often write the role of an owner for its name. */
function ownerNamed(
  { owners }: RuleBookDocument,
  what: string,
  known: readonly string[],
  word: string,
  path: Path,
): Finding[] {
  if (known.includes(word)) return [];
  const [meant] = Object.keys(owners).filter((key) => owners[key]?.role === word);
  if (meant === undefined) return has(what, known, word, path);
  return [{ path, message: `"${word}" is a role: name an owner who has it, such as "${meant}"` }];
}

function ownersOfStage(key: string, stage: SerialDocument): { word: string; path: Path }[] {
  const path = ['stages', key];
  if ('chain' in stage) {
    return stage.chain.map((step, at) => ({
      word: approverOf(step),
      path: [...path, 'chain', at, ...(typeof step === 'string' ? [] : ['owner'])],
    }));
  }
  const cases = (stage['owner-if'] ?? []).map(({ owner }, at) => ({
    word: owner,
    path: [...path, 'owner-if', at, 'owner'],
  }));
  return [{ word: stage.owner, path: [...path, 'owner'] }, ...cases];
}

function ownerRule(document: RuleBookDocument, key: string, rule: RuleBookDocument['owners'][string]): Finding[] {
  const path = ['owners', key];
  const taken = [...TARGET_RELATIONS, LATE].includes(key)
    ? [{ path, message: `"${key}" already means somebody everywhere: choose another name`, on: 'key' as const }]
    : [];
  const notBoth = (one: keyof typeof rule, other: keyof typeof rule): Finding[] =>
    rule[one] !== undefined && rule[other] !== undefined
      ? [{ path: [...path, other], message: `name "${one}" or "${other}", not both`, on: 'key' }]
      : [];
  const field = (place: 'in' | 'above' | 'named-in', kind: 'department' | 'staff'): Finding[] => {
    const word = rule[place];
    const known = [...(kind === 'department' ? [PLACE] : []), ...fieldsOfKind(document, kind)];
    if (word === undefined || known.includes(word)) return [];
    const also = kind === 'department' ? ', or "place", that of the complaint' : '';
    return [
      { path: [...path, place], message: `${unknownWord('fact', word, known)} (a field of kind ${kind}${also})` },
    ];
  };
  return [
    ...taken,
    ...notBoth('in', 'above'),
    ...notBoth('receiver', 'named-in'),
    ...field('in', 'department'),
    ...field('above', 'department'),
    ...field('named-in', 'staff'),
  ];
}

function checkLadderNames(document: RuleBookDocument): Finding[] {
  const known = Object.keys(document.ladders ?? {});
  return ladderUses(document).flatMap(({ path, use }) =>
    typeof use === 'string' ? has('ladder', known, use, path) : [],
  );
}

function checkRemedyNames(document: RuleBookDocument): Finding[] {
  const known = Object.keys(document.remedies);
  const offered = offers(document);
  const offer = (word: string, path: Path): Finding[] =>
    offered.includes(word)
      ? []
      : [{ path, message: `${unknownWord('fact', word, offered)} (a field of kind remedies)` }];
  return [
    ...(document['paid-by-complainant'] ?? []).flatMap((word, at) =>
      has('remedy', known, word, ['paid-by-complainant', at]),
    ),
    ...routedStages(document).flatMap(([key, stage]) => [
      ...('offer' in stage ? offer(stage.offer, ['stages', key, 'offer']) : []),
      ...('remedies' in stage
        ? stage.remedies.flatMap(({ remedy }, at) =>
            has('remedy', known, remedy, ['stages', key, 'remedies', at, 'remedy']),
          )
        : []),
    ]),
  ];
}

/** Roles of discretion, people of accountability, fields of reply parts. */
function checkTableNames(document: RuleBookDocument): Finding[] {
  const roles = [...new Set(Object.values(document.owners).map(({ role }) => role))];
  const owners = Object.keys(document.owners);
  const people = [...fieldsOfKind(document, 'staff', 'department'), ...owners, LATE];
  const asked = serialStages(document).flatMap(([, stage]) => ('final' in stage ? Object.keys(stage.form ?? {}) : []));
  return [
    ...Object.keys(document.discretion?.limits ?? {}).flatMap((role): Finding[] =>
      roles.includes(role)
        ? []
        : [{ path: ['discretion', 'limits', role], message: unknownWord('role', role, roles), on: 'key' }],
    ),
    ...Object.entries(document.accountability ?? {}).flatMap(([key, { on }]) =>
      on.flatMap((word, at) => {
        const path = ['accountability', key, 'on', at];
        return has('person or department to hold accountable', people, word, path);
      }),
    ),
    ...(document['reply-parts'] ?? []).flatMap((word, at) =>
      has('field of a reply', [...new Set(asked)], word, ['reply-parts', at]),
    ),
  ];
}
