import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HolderMarks } from '../../services/tracking/holder-marks';
import type { TrackingView } from '../../contract/tracking';
import { trackingView } from '../../services/tracking/tracking-view';
import type { FactValue, RemedyChoice } from '../../domain/model/procedure';
import { KnownPeople } from '../../domain/people/known-people';
import type { KnownRules } from '../../domain/people/pool-members';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { loadRuleBook } from '../../procedures/reading/load';
import type { RuleBook } from '../../procedures/language/rule-book';
import { samplePeople } from './sample-people';
import { Story } from './story';

const FILE = 'customer-choices.yaml';

function load(): RuleBook {
  const loaded = loadRuleBook(readFileSync(join(__dirname, FILE), 'utf8'), FILE);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 2));
  return loaded.ruleBook;
}

/** A rule book that leaves to the complainant whatever one can. */
export const customerChoices: RuleBook = load();

const rules: KnownRules = {
  procedure: customerChoices.procedure,
  calendar: compileCalendar('cn'),
  people: new KnownPeople(samplePeople),
};

export const OFFERED: readonly RemedyChoice[] = [
  { remedy: 'replacement' },
  { remedy: 'refund', amount: 12_000, currency: 'CNY' },
  { remedy: 'apology' },
];

/** A complaint under it, with the one person who received it. */
export function received(given: Partial<KnownRules> = {}): Story {
  return new Story({ ...rules, ...given }).register({ category: 'goods', receivedBy: 'cs-1' });
}

/** The same once it has been handled: with remedies offered, or granted. */
export function handled(outcome: string, solution: FactValue = OFFERED): Story {
  return received().act({ act: 'complete', by: 'cs-1', outcome, form: outcome === 'late' ? {} : { solution } });
}

export const marks = new HolderMarks('a secret for tests, long enough for them');

/** What the complainant sees of a story at its present. */
export function seen(story: Story, locale = 'en', ruleBook = customerChoices): TrackingView {
  return trackingView({
    state: story.current,
    rules: story.rules,
    ruleBook,
    events: story.events.map((event) => ({ event, recordedAt: new Date(event.at) })),
    texts: new Map(),
    locale,
    now: story.now,
    marks,
  });
}
