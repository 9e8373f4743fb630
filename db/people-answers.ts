import type { AnswerSource } from '../domain/people/asking';
import { answering } from '../domain/people/answering';
import type { FoundBy, Lookup, LookupName, Search } from '../domain/people/lookup';
import type { Answer, Question } from '../domain/model/question';
import { findPeople } from './people-lookups';
import type { Queryable } from './pool';

/** Answers by the organisation as it is saved now. */
export function createPeopleSource(db: Queryable): AnswerSource {
  return { answer: (questions) => answerAll(db, questions) };
}

/** Questions are answered side by side: what several look up is looked up once. */
function answerAll(db: Queryable, questions: readonly Question[]): Promise<readonly Answer[]> {
  const known = new Map<string, Promise<FoundBy<LookupName>>>();
  const find = (lookup: Lookup): Promise<FoundBy<LookupName>> => {
    const key = JSON.stringify(lookup);
    const found = known.get(key) ?? findPeople(db, lookup);
    known.set(key, found);
    return found;
  };
  return Promise.all(questions.map((question) => followed(answering(question), find)));
}

async function followed<T>(search: Search<T>, find: (lookup: Lookup) => Promise<FoundBy<LookupName>>): Promise<T> {
  let step = search.next();
  while (!step.done) step = search.next(await find(step.value));
  return step.value;
}
