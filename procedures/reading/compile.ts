import type { ClockRule, Milestone, OwnerRule, Procedure } from '../../domain/model/procedure';
import { compileCondition, compileForm, compileLimitCases, each } from './compile-forms';
import { compileLadder, compileStage, visitRule } from './compile-stages';
import { compileTables } from './compile-tables';
import { contentHash } from '../language/content-hash';
import type { RuleBookDocument } from '../language/schema';
import type { MilestoneDocument } from '../language/schema-conditions';

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
    owners: each(document.owners, compileOwner),
    clocks: each(document.clocks ?? {}, (clock) => compileClock(clock, ladders)),
    stages: each(document.stages, (stage) => compileStage(stage, ladders)),
    first: document.first,
    pause: { within: document.pause.within },
    reopen: { within: document.reopen.within, then: document.reopen.then },
    outsideRoutes: Object.keys(document['outside-routes']),
    ...referTo(document),
    ...compileTables(document),
  };
  return { ...rules, hash: contentHash(rules) };
}

/** Routes that lead a complaint into a stage of its own. */
function referTo({ 'outside-routes': routes }: RuleBookDocument): Pick<Procedure, 'referTo'> {
  const led = Object.entries(routes).flatMap(([key, { then }]) => (then === undefined ? [] : [[key, then] as const]));
  return led.length === 0 ? {} : { referTo: Object.fromEntries(led) };
}

function compileOwner(owner: RuleBookDocument['owners'][string]): OwnerRule {
  const { role, in: department, above, receiver, 'named-in': named, 'other-than': otherThan } = owner;
  const { tell, assign, most } = owner;
  return {
    role,
    ...(department === undefined ? {} : { in: department }),
    ...(above === undefined ? {} : { above }),
    ...(receiver === undefined ? {} : { receiver }),
    ...(named === undefined ? {} : { named }),
    ...(otherThan === undefined ? {} : { otherThan }),
    ...(tell === undefined ? {} : { tell }),
    ...(assign === undefined || assign === 'pool' ? {} : { assign }),
    ...(most === undefined ? {} : { most }),
  };
}

type ClockDocument = NonNullable<RuleBookDocument['clocks']>[string];

function compileClock(clock: ClockDocument, ladders: RuleBookDocument['ladders']): ClockRule {
  const { kind, from, until, within, 'within-if': withinIf, when, ladder } = clock;
  return {
    kind,
    from: compileMilestone(from),
    until: compileMilestone(until),
    within,
    ...(withinIf === undefined ? {} : { withinIf: compileLimitCases(withinIf) }),
    ...(when === undefined ? {} : { when: compileCondition(when) }),
    ladder: compileLadder(ladder, ladders),
  };
}

function compileMilestone(milestone: MilestoneDocument): Milestone {
  if (typeof milestone === 'string') return milestone;
  const { entered, left } = milestone;
  return entered === undefined ? `left:${left ?? ''}` : `entered:${entered}`;
}
