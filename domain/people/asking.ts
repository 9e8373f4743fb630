import type { Answer, AnswerTo, Found, People, Question, QuestionName, Questions } from '../model/question';
import type { BareRules, Rules } from '../model/rules';

/** An answer with the question that it is to. */
export interface Answered {
  readonly question: Question;
  readonly answer: Answer;
}

/** Where questions are answered: by the organisation as it is now. */
export interface AnswerSource {
  /** In the order of the questions. */
  answer(questions: readonly Question[]): Promise<readonly Answer[]>;
}

/** What came of work that asks about people: its result, or the questions that it cannot go on without. */
export type Tried<T> =
  | { readonly is: 'done'; readonly result: T }
  | { readonly is: 'asking'; readonly questions: readonly Question[]; readonly guess: T | null };

/** What has been answered so far, while something is decided. */
export class Answers {
  readonly #known = new Map<string, Answer>();

  add(answered: readonly Answered[]): void {
    for (const { question, answer } of answered) this.#known.set(keyOf(question), answer);
  }

  get isEmpty(): boolean {
    return this.#known.size === 0;
  }

  /**
   * Does what can be done with what is known. A question without an answer is taken down; the work goes on as if the
   * answer were the one that leads furthest, so that what it will ask next is taken down, too, and its result is thrown
   * away.
   */
  try<T>(rules: BareRules, work: (rules: Rules) => T): Tried<T> {
    const people = new Asking(this.#known);
    try {
      const result = work({ ...rules, people });
      return people.missing.length === 0
        ? { is: 'done', result }
        : { is: 'asking', questions: people.missing, guess: result };
    } catch (error) {
      if (people.missing.length === 0) throw error;
      return { is: 'asking', questions: people.missing, guess: null };
    }
  }
}

/** Work that asks about people, done with answers of now, and those that are known already. Throws what the work throws. */
export async function knowing<T>(
  source: AnswerSource,
  rules: BareRules,
  work: (rules: Rules) => T,
  answers = new Answers(),
): Promise<T> {
  for (;;) {
    const tried = answers.try(rules, work);
    if (tried.is === 'done') return tried.result;
    const { questions } = tried;
    const found = await source.answer(questions);
    answers.add(questions.map((question, index) => ({ question, answer: found[index] as Answer })));
  }
}

/** Answers by people who are known already. */
export function answersOf(people: People): AnswerSource {
  return {
    answer: (questions) => Promise.resolve(questions.map(({ ask, ...about }) => people.ask(ask, about as never))),
  };
}

/** Somebody who is not known yet. No member of staff has this id. */
const SOMEBODY = '?';

const FOUND: Found = { people: [SOMEBODY], pool: null, department: null, leftOut: [], absent: 0 };

/** Of each question the answer that leads furthest: whoever asks may, whoever is looked for is there. */
const GUESSES: { readonly [N in QuestionName]: AnswerTo<N> } = {
  member: { department: SOMEBODY, interested: false },
  role: true,
  department: true,
  next: FOUND,
  present: FOUND,
  above: FOUND,
  mayTake: true,
  isAbove: true,
  junior: true,
  represents: [],
  anybody: true,
};

/** Takes down what it cannot answer. */
class Asking implements People {
  readonly missing: Question[] = [];

  constructor(private readonly known: ReadonlyMap<string, Answer>) {}

  ask<N extends QuestionName>(name: N, about: Questions[N]['asks']): AnswerTo<N> {
    const question = { ask: name, ...about } as Question;
    const key = keyOf(question);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (!key.includes(`"${SOMEBODY}"`) && !this.missing.some((one) => keyOf(one) === key)) this.missing.push(question);
    return GUESSES[name];
  }
}

/** Nobody in particular: what holds in an organisation in which everybody is there. */
export const ANYBODY: People = {
  ask: (name) => GUESSES[name],
};

function keyOf(question: Question): string {
  return JSON.stringify(question);
}
