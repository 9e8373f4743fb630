import { contactableFrom } from '../../domain/calendar/customs';
import type { Procedure } from '../../domain/model/procedure';
import { customsOf } from '../../procedures/customs/compile-customs';
import { rehearse } from '../../rehearsal/rehearse';
import { readScript } from '../../rehearsal/script';
import { happened, rehearsalStage, type RehearsalStage } from '../support/rehearsals';
import { developer, local } from '../support/story';

// Every instant below is the mainland's wall clock; 2026-03-02 lies in Ramadan.
const { procedure: shipped, calendar } = developer;
const handOver = shipped.stages['hand-over'];
if (handOver?.kind !== 'hand-over') throw new Error('the shipped rule book hands over');

/** An answer goes to the management where the general manager is the one to apologise; bottles may be given. */
const procedure: Procedure = {
  ...shipped,
  remedies: [...shipped.remedies, 'gift-of-alcohol'],
  stages: {
    ...shipped.stages,
    'hand-over': {
      ...handOver,
      outcomes: {
        answered: {
          cases: [{ when: { apologiser: ['general-manager'] }, then: 'management' }],
          then: 'consent',
          newRound: false,
        },
      },
    },
  },
};

const answer = (at: string, remedy: string): string =>
  `{ at: ${at}, by: eng-1, act: complete, form: { answer: we are sorry, solution: [{ remedy: ${remedy} }], speaks-for-company: true } }`;
const script = (locale: string): string => `start: 2026-03-02T10:00:00+08:00
complaint: { category: service-quality, locale: ${locale} }
acts:
  - { at: 1h, by: cs-1, act: complete, outcome: founded, form: { findings: it leaks, responsible: engineering } }
  - ${answer('2h', 'gift-of-alcohol')}
  - ${answer('3h', 'apology')}
  - { at: 4h, by: gm, act: approve }
`;

let stage: RehearsalStage;
beforeAll(async () => {
  stage = await rehearsalStage();
});
afterAll(() => stage.close());

const play = (locale: string) =>
  rehearse({
    ...developer,
    people: developer.people.directory,
    procedure,
    script: readScript(script(locale), 'script.yaml'),
    server: stage,
  });

test('a complaint from Dubai in Ramadan: no bottle is offered, the general manager apologises, mail waits for sunset', async () => {
  const result = await play('ar-AE');
  expect(result.refusals).toEqual([
    expect.objectContaining({
      by: 'eng-1',
      refusal: {
        type: 'invalid-field',
        field: 'solution',
        detail: expect.stringMatching(/"gift-of-alcohol".*never offered.*"ar"/) as string,
      },
    }),
  ]);
  expect(happened(result, 'taskCompleted').slice(0, 3)).toEqual([
    '2026-03-02 11:00 investigate taskCompleted founded',
    '2026-03-02 13:00 hand-over taskCompleted answered',
    '2026-03-02 14:00 management taskCompleted approved',
  ]);
  expect(result.state.facts['solution']).toEqual([{ remedy: 'apology' }]);
  const told = result.notices.find(({ template }) => template === 'acknowledgement');
  const customs = customsOf(result.state.registration.locale, calendar);
  expect(contactableFrom(customs, calendar, told?.at ?? '')).toBe(local('2026-03-02 19:00'));
});

test('the same complaint in another language goes by other customs: what was refused is offered', async () => {
  const result = await play('fr');
  expect(result.refusals.map(({ refusal }) => refusal?.type)).not.toContain('invalid-field');
  expect(result.state.facts['solution']).toEqual([{ remedy: 'gift-of-alcohol' }]);
  expect(happened(result, 'taskCompleted')).not.toContainEqual(expect.stringContaining('management'));
});
