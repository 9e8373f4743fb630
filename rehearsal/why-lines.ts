import type { Calendar } from '../domain/calendar/calendar';
import type { DeadlineRef, ComplaintEvent } from '../domain/model/event';
import { evolve } from '../domain/record/evolve';
import type { ComplaintState } from '../domain/model/state';
import { ANYBODY } from '../domain/people/asking';
import { whyDue } from '../domain/time/why';
import { showLocal } from '../procedures/words/narrate';
import type { RuleBook } from '../procedures/language/rule-book';
import { whySentence } from '../procedures/words/why';
import { inLanguage } from '../procedures/words/wording';

export interface WhyLinesInput {
  readonly events: readonly ComplaintEvent[];
  readonly ruleBook: RuleBook;
  readonly calendar: Calendar;
  readonly locale: string;
}

/** Why each limit is due when it is, a line whenever one is set or moved. */
export function whyLines({ events, ruleBook, calendar, locale }: WhyLinesInput): string {
  const { procedure, texts } = ruleBook;
  const rules = { procedure, calendar, people: ANYBODY };
  const lines: string[] = [];
  let state: ComplaintState | null = null;
  for (const event of events) {
    state = evolve(state, event);
    for (const owner of touched(event)) {
      const title = 'clock' in owner ? texts.clocks[owner.clock] : texts.stages[event.stage ?? '']?.title;
      const name = inLanguage(title, locale, texts.locales) ?? event.stage ?? '';
      const why = whySentence({ why: whyDue(rules, state, owner), calendar, texts }, locale);
      lines.push(`${showLocal(calendar, event.at)}  ${name}: ${why}`);
    }
  }
  return lines.map((line) => `${line}\n`).join('');
}

function touched(event: ComplaintEvent): readonly DeadlineRef[] {
  switch (event.type) {
    case 'clockStarted':
      return [{ clock: event.clock }];
    case 'taskOpened':
      return [{ task: event.task }];
    case 'extended':
    case 'rescheduled':
      return [event.of];
    case 'resumed':
    case 'waitEnded':
      return event.dues.map(({ of: owner }) => owner);
    default:
      return [];
  }
}
