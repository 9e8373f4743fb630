import {
  type Answer,
  type Aside,
  type Found,
  type Member,
  NOBODY,
  type Question,
  type Questions,
} from '../model/question';
import { look, type Search } from './lookup';
import { next, presentIn } from './next-in-turn';
import { foundByName, Passed } from './passed-over';
import { isDeputy, isMember, isOut, presentOf, representedBy, sightOf, unique } from './presence';
import { aboveHolders, homeOfHolders, topmost, upwards } from './upwards';

/**
 * Answers a question by looking up a few people. There is one way to answer, wherever people are kept: in memory, or in a
 * database.
 */
export function answering(question: Question): Search<Answer> {
  switch (question.ask) {
    case 'member':
      return member(question);
    case 'role':
      return hasRole(question);
    case 'department':
      return look('department', { department: question.department });
    case 'next':
      return lastResort(question.aside, (aside) => next({ ...question, aside }));
    case 'present':
      return present(question);
    case 'above':
      return lastResort(question.aside, (aside) => aboveHolders({ ...question, aside }));
    case 'mayTake':
      return mayTake(question);
    case 'isAbove':
      return isAbove(question);
    case 'junior':
      return look('leader', { person: question.of, except: [question.of, ...question.except] });
    case 'represents':
      return representedBy(question.person, question.aside);
    case 'anybody':
      return anybody(question);
    default:
      return unknownQuestion(question);
  }
}

function unknownQuestion(question: never): never {
  throw new Error(`people are not asked ${JSON.stringify(question)}`);
}

function* member({ person, about }: Questions['member']['asks']): Search<Member | null> {
  const [found] = yield* look('persons', { ids: [person], sight: { at: null, about } });
  return found ? { department: found.department, interested: found.interested } : null;
}

function* hasRole({ person, roles }: Questions['role']['asks']): Search<boolean> {
  const [found] = yield* look('persons', { ids: [person], sight: { at: null, about: [] } });
  return found?.roles.some((role) => roles.includes(role)) ?? false;
}

/** Absence is the weakest reason: where it would leave nobody at all it does not count. */
function* lastResort(aside: Aside, find: (aside: Aside) => Search<Found>): Search<Found> {
  const found = yield* find(aside);
  if (found.people.length > 0 || found.pool !== null || aside.at === null) return found;
  return yield* find({ ...aside, at: null });
}

/** Those who hold it keep it, unless they have come to have an interest in the matter. */
function* present({ holders, from, aside, orAbove }: Questions['present']['asks']): Search<Found> {
  const find = function* (now: Aside): Search<Found> {
    const mine = { ...now, people: now.people.filter(({ person }) => !holders.people.includes(person)) };
    const passed = new Passed(mine);
    const named = yield* look('persons', { ids: holders.people, sight: sightOf(mine) });
    passed.over(named);
    const there = unique(yield* presentOf(named, mine));
    if (there.length > 0) return yield* foundByName(there, passed);
    const inPool = holders.pool === null ? [] : yield* presentIn(holders.pool, now, 2, passed);
    if (inPool.length === 1) return yield* foundByName(inPool, passed);
    if (inPool.length > 1) return { people: [], pool: holders.pool, department: from, ...passed.found };
    return yield* foundByName(orAbove ? yield* upwards(yield* homeOfHolders(holders, from), now) : [], passed);
  };
  if (!orAbove) return yield* find(aside);
  if (holders.people.length === 0 && holders.pool === null) return nobody();
  return yield* lastResort(aside, find);
}

function nobody(): Found {
  return { ...NOBODY, department: null, leftOut: [], absent: 0 };
}

function* mayTake({ person, holders, aside }: Questions['mayTake']['asks']): Search<boolean> {
  const [known] = yield* look('persons', { ids: [person], sight: sightOf(aside) });
  if (!known || isOut(known, aside)) return false;
  if (holders.people.includes(person) || (holders.pool !== null && isMember(known, holders.pool))) return true;
  const { people, pool } = holders;
  return yield* isDeputy(
    person,
    aside,
    (one) => people.includes(one.id) || (pool !== null && isMember(one, pool) && !isOut(one, aside)),
  );
}

function* isAbove({ person, holders, aside }: Questions['isAbove']['asks']): Search<boolean> {
  const senior = [person, ...(yield* representedBy(person, aside))];
  for (const junior of holders.people) {
    const seniors = yield* look('seniors', { person: junior });
    if (senior.some((one) => seniors.includes(one))) return true;
  }
  if (holders.pool === null) return false;
  for (const one of senior) if (yield* look('leads', { person: one, pool: holders.pool })) return true;
  return false;
}

function* anybody({ aside }: Questions['anybody']['asks']): Search<boolean> {
  return (yield* topmost({ ...aside, at: null })) !== null;
}
