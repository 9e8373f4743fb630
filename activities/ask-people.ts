import type { Answer, Question } from '../domain/model/question';
import type { AnswerSource } from '../domain/people/asking';

/** Answers what a decision asks about people, by the organisation as it is now; in the order of the questions. */
export function askPeopleActivity(people: AnswerSource) {
  return async function askPeople({
    questions,
  }: {
    readonly questions: readonly Question[];
  }): Promise<readonly Answer[]> {
    return people.answer(questions);
  };
}
