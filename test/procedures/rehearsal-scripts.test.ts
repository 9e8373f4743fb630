import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { loadCatalogue } from '../../procedures/reading/catalogue';
import type { RuleBook } from '../../procedures/language/rule-book';
import { demoDirectory } from '../../rehearsal/demo-people';
import { unmet } from '../../rehearsal/expectations';
import { playScript, shippedScripts } from '../support/script-play';

const scripts = shippedScripts();
let ruleBooks: ReadonlyMap<string, RuleBook>;
beforeAll(async () => ({ ruleBooks } = await loadCatalogue()));

test.each(scripts.map(({ procedure, file, script }) => [`${procedure}/${file}`, procedure, script] as const))(
  'the rehearsal %s is accepted act by act, and happens as it says, to the instant',
  (_, key, script) => {
    const ruleBook = ruleBooks.get(key);
    if (!ruleBook) throw new Error(`no procedure "${key}" ships`);
    const { procedure } = ruleBook;
    const story = playScript({ procedure, calendar: compileCalendar(procedure.calendar) }, script);
    expect(unmet(script.expect, story.events)).toBeNull();
  },
);

test('every procedure that ships has a rehearsal of its straight way, its way back and its overdue way', () => {
  for (const key of ruleBooks.keys()) {
    const own = scripts.filter(({ procedure }) => procedure === key);
    expect([key, own.length]).toEqual([key, Math.max(3, own.length)]);
  }
  for (const { procedure, file, script } of scripts) {
    if (['straight.yaml', 'way-back.yaml', 'overdue.yaml'].includes(file)) {
      expect([procedure, file, script.expect.length]).toEqual([procedure, file, Math.max(3, script.expect.length)]);
    }
  }
});

test('the demo organisation has somebody for every role of every procedure that ships', () => {
  const roles = new Set(Object.values(demoDirectory().staff).flatMap((one) => one.roles));
  for (const { procedure } of ruleBooks.values()) {
    const missing = Object.values(procedure.owners).filter(({ role }) => !roles.has(role));
    expect([procedure.key, missing]).toEqual([procedure.key, []]);
  }
});

describe('an expectation', () => {
  const events = [
    { number: 1, at: '2026-03-02T01:00:00.000Z', type: 'registered', stage: null },
    { number: 2, at: '2026-03-05T10:00:00.000Z', type: 'deadlineMissed', stage: 'investigate' },
    { number: 3, at: '2026-03-06T10:00:00.000Z', type: 'rungReached', stage: 'investigate', to: ['a', 'b'] },
  ] as unknown as Parameters<typeof unmet>[1];
  const expectation = (one: object) => unmet([one as never], events);

  it('is met by the instant, in whatever zone it is written', () => {
    expect(expectation({ type: 'deadlineMissed', at: '2026-03-05T18:00:00+08:00' })).toBeNull();
    expect(expectation({ type: 'deadlineMissed', at: '2026-03-05T18:00:01+08:00' })).toMatch(
      /^expect\.0: .* did not happen; happened: \{"type":"deadlineMissed","at":"2026-03-05T10:00:00.000Z"\}$/,
    );
  });

  it('is met in order only, and by whole lists', () => {
    const [missed, reached] = [{ type: 'deadlineMissed' }, { type: 'rungReached', to: ['a', 'b'] }];
    expect(unmet([missed, reached] as never, events)).toBeNull();
    expect(unmet([reached, missed] as never, events)).toMatch(/^expect\.1: .*no further "deadlineMissed" happened$/);
    expect(expectation({ type: 'rungReached', to: ['a'] })).toMatch(/did not happen/);
    expect(expectation({ type: 'rungReached', action: 'give' })).toMatch(/did not happen/);
  });

  it('that nothing is like is told', () => {
    expect(expectation({ type: 'closed' })).toBe(
      'expect.0: {"type":"closed"} did not happen; no further "closed" happened',
    );
  });
});
