import type { ComplaintEvent, DeadlineRef } from '../domain/model/event';
import type { Rules } from '../domain/model/rules';
import type { ComplaintState } from '../domain/model/state';
import { movesOf, whyDue, type DueMove, type WhyDue } from '../domain/time/why';
import type { LimitOrigin, RuleBook } from '../procedures/language/rule-book';
import { whyInAllLanguages } from '../procedures/words/why';
import type { Texts } from './texts';

/** What has happened to deadlines, with what people wrote about it. */
export interface ToldDeadlines {
  readonly events: readonly ComplaintEvent[];
  readonly texts: ReadonlyMap<number, Texts>;
}

export interface DeadlineReasonsInput {
  readonly rules: Rules;
  readonly state: ComplaintState;
  readonly ruleBook: RuleBook;
  readonly told: ToldDeadlines;
}

/** Why a deadline is when it is: as data, and in sentences by language. */
export interface DeadlineReason extends Pick<WhyDue, 'counted' | 'rungs'> {
  readonly limitRule: WhyDue['limitRule'] & LimitOrigin;
  readonly moves: readonly (DueMove & { readonly reason: string | null })[];
  readonly why: Readonly<Record<string, string>>;
}

export function reasonOf({ rules, state, ruleBook, told }: DeadlineReasonsInput, of: DeadlineRef): DeadlineReason {
  const why = whyDue(rules, state, of);
  const { assumed = false, source = null } = ruleBook.limits[why.limitRule.place] ?? {};
  const moves = movesOf(told.events, of).map((move) => ({
    ...move,
    reason: told.texts.get(move.event)?.['reason'] ?? null,
  }));
  return {
    limitRule: { ...why.limitRule, assumed, source },
    counted: why.counted,
    rungs: why.rungs,
    moves,
    why: whyInAllLanguages({ why, calendar: rules.calendar, texts: ruleBook.texts, moves }),
  };
}
