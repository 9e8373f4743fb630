import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { checkProcedure } from '../../procedures/checker/check-procedure';
import { loadRuleBook } from '../../procedures/reading/load';
import { AWAITING_TEXT } from '../support/awaiting';

type Edit = readonly [from: string, to: string];

function checked(...edits: readonly Edit[]): ReturnType<typeof checkProcedure>['findings'] {
  const text = edits.reduce((before, [from, to]) => {
    expect(before.split(from).length).toBe(2);
    return before.replace(from, () => to);
  }, AWAITING_TEXT);
  const loaded = loadRuleBook(text, 'awaiting.yaml');
  if (!loaded.ok) throw new Error(loaded.errors.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  return checkProcedure(loaded.ruleBook, compileCalendar('cn')).findings;
}

test('a rule book that waits for the complainant, a partner and an authority is sound', () => {
  expect(checked()).toEqual([]);
});

test('a stage that is reached by being referred alone counts as reached, and its outcomes as taken', () => {
  expect(
    checked(['outcomes: { given-back: judge, lapsed: judge }', 'outcomes: { given-back: judge, lapsed: handle }']),
  ).toEqual([]);
});

test('what is read only after being referred is told apart before it', () => {
  const trifle = 'intake:\n  trifle: { title: { zh-CN: 小事, en: A trifle }, kind: yes-no, required: true }\n\nowners:';
  const read = 'outcomes: { given-back: { when: { trifle: true }, then: judge, otherwise: maker }, lapsed: judge }';
  expect(checked(['owners:', trifle], ['outcomes: { given-back: judge, lapsed: judge }', read])).toEqual([]);
});

test('an outcome that nobody but a system may record is taken by that system', () => {
  expect(checked(['by: [source, staff]', 'by: [source]'])).toEqual([]);
  expect(checked(['by: [complainant, staff, source:depot]', 'by: [source:depot]'])).toEqual([]);
});

test.each<readonly [fault: string, edits: readonly Edit[], property: string, said: RegExp]>([
  [
    'what is awaited from the maker ends a complaint that was never answered',
    [
      [
        'answered: { by: [source, staff], then: judge }\n      lapsed: judge',
        'answered: { by: [source, staff], then: judge }\n      lapsed: closed-no-answer',
      ],
    ],
    'answered',
    /"lapsed" of stage "maker" closes a complaint that was never answered/,
  ],
  [
    'time leads from one wait to the other and back',
    [
      ['kept: judge', 'kept: closed-no-answer'],
      ['lapsed: closed-no-answer', 'lapsed: maker'],
      [
        'answered: { by: [source, staff], then: judge }\n      lapsed: judge',
        'answered: { by: [source, staff], then: judge }\n      lapsed: send-in',
      ],
    ],
    'held',
    /comes round again and again/,
  ],
  [
    'it is awaited for longer than what was promised can bear',
    [['within: 20wd', 'within: 6wd']],
    'clocks',
    /cannot be kept/,
  ],
  [
    'an authority that never lets go',
    [
      [
        'outcomes: { given-back: judge, lapsed: judge }',
        'outcomes: { given-back: { when: { round: 1 }, then: mediation, otherwise: judge }, lapsed: mediation }',
      ],
    ],
    'ends',
    /can never end/,
  ],
])('told: %s', (_fault, edits, property, said) => {
  expect(checked(...edits)).toContainEqual(
    expect.objectContaining({ property, message: expect.stringMatching(said) as string }),
  );
});
