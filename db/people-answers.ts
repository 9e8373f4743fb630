import type { AnswerSource } from '../domain/people/asking';
import { answering } from '../domain/people/answering';
import type { FoundBy, Lookup, LookupName, Search } from '../domain/people/lookup';
import type { Answer, Question } from '../domain/model/question';
import { reserveChoice } from './choices';
import { findPeople } from './people-lookups';
import type { Pool, Queryable } from './pool';

/** Answers by the organisation as it is saved now. Who would be chosen is only looked at. */
export function createPeopleSource(db: Queryable): AnswerSource {
  return { answer: (questions) => answerAll(questions, (lookup) => findPeople(db, lookup)) };
}

/** The same for decisions: whoever is chosen has had their turn, and holds one more until the complaint is recorded. */
export function createChoosingSource(pool: Pool): AnswerSource {
  const find: Find = (lookup) => (lookup.look === 'choice' ? reserveChoice(pool, lookup) : findPeople(pool, lookup));
  return { answer: (questions) => answerAll(questions, find) };
}

type Find = (lookup: Lookup) => Promise<FoundBy<LookupName>>;

/** Questions are answered side by side: what several look up is looked up once. */
function answerAll(questions: readonly Question[], findOnce: Find): Promise<readonly Answer[]> {
  const known = new Map<string, Promise<FoundBy<LookupName>>>();
  const find: Find = (lookup) => {
    const key = JSON.stringify(lookup);
    const found = known.get(key) ?? findOnce(lookup);
    known.set(key, found);
    return found;
  };
  return Promise.all(questions.map((question) => followed(answering(question), find)));
}

async function followed<T>(search: Search<T>, find: Find): Promise<T> {
  let step = search.next();
  while (!step.done) step = search.next(await find(step.value));
  return step.value;
}
