import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Act } from '../../domain/model/act';
import { KnownPeople } from '../../domain/people/known-people';
import type { KnownRules } from '../../domain/people/pool-members';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import type { RuleBook } from '../../procedures/language/rule-book';
import { loadRuleBook } from '../../procedures/reading/load';
import { samplePeople } from './sample-people';
import { Story, text } from './story';

const FILE = 'awaiting.yaml';

export const AWAITING_TEXT = readFileSync(join(__dirname, FILE), 'utf8');

function load(): RuleBook {
  const loaded = loadRuleBook(AWAITING_TEXT, FILE);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 2));
  return loaded.ruleBook;
}

/** A rule book that waits for the complainant, for a partner and for an authority. */
export const awaitingBook: RuleBook = load();

export const awaitingRules: KnownRules = {
  procedure: awaitingBook.procedure,
  calendar: compileCalendar('cn'),
  people: new KnownPeople(samplePeople),
};

/** A complaint whose goods have to be sent in, by a day that was agreed on or without one. */
export function sentFor(promisedFor?: string): Story {
  const form = promisedFor === undefined ? {} : { 'promised-for': promisedFor };
  return begun().act({ act: 'complete', by: 'cs-1', outcome: 'must-be-seen', form });
}

/** A complaint that the maker has to look at. */
export function atTheMaker(): Story {
  return begun().act({ act: 'complete', by: 'cs-1', outcome: 'for-the-maker', form: {} });
}

function begun(): Story {
  return new Story(awaitingRules).register({ category: 'goods', source: 'shop' });
}

export const arrived = (by: string): Act => ({
  act: 'report',
  by,
  outcome: 'arrived',
  form: { parcel: text('parcel') },
});
