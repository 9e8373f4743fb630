import fc from 'fast-check';
import { actsFor } from '../../domain/access';
import { ACT_NAMES, actRow, type Act, type ActName } from '../../domain/model/act';
import { readAct } from '../../domain/acts/act-shape';
import { decide, isRefused } from '../../domain/decide';
import { REFUSAL_TYPES } from '../../domain/model/refusal';
import type { KnownRules } from '../../domain/people/pool-members';
import type { ComplaintState } from '../../domain/model/state';
import { openTasks } from '../../domain/model/tasks';
import { fillings } from '../support/core-fillings';
import { anyStep, live } from '../support/core-lives';
import { elapsedHours, shortChain, sideBySide } from '../support/core-rules';
import { withPeople } from '../support/holders';
import { handled, OFFERED } from '../support/customer-choices';
import { everyWord } from '../support/every-word';
import { joint, partDone } from '../support/parallel-story';
import { ownersOfEveryKind } from '../support/owner-rules';
import { samplePeople, samplePeopleWith } from '../support/sample-people';
import { acts, developer, local, Story, text } from '../support/story';

const reason = text('reason');
const handOver = (): Story => new Story().register().act(acts.founded());
const consent = (): Story => handOver().act(acts.answer());
const revisit = (): Story => consent().act(acts.agree()).act(acts.carryOut());
const mediation = (): Story => {
  const story = consent();
  for (let times = 0; times < 3; times += 1) story.act(acts.disagree()).act(acts.answer());
  return story.act(acts.disagree());
};

const awayOrInterested = samplePeopleWith({
  'cs-1': { absences: [{ from: local('2026-03-02 11:00'), to: local('2026-03-03 00:00'), standIn: 'prop-1' }] },
  'cs-2': { interests: ['order:1'] },
  'cs-lead': { absences: [{ from: local('2026-03-02 00:00'), to: local('2026-03-09 00:00'), standIn: 'deputy' }] },
});
const received = (people = samplePeople): Story =>
  new Story(withPeople(ownersOfEveryKind, people)).register({ receivedBy: 'cs-1', about: ['order:1'] });

/** One complaint in each situation that tells acts apart. */
const situations: Readonly<Record<string, () => Story>> = {
  investigate: () => new Story().register(),
  'investigate, paused': () => new Story().register().act({ act: 'pause', by: 'cs-1', reason }),
  'investigate, overdue': () => new Story().register().passTo(local('2026-03-06 09:00')),
  'investigate, held by the general manager': () => new Story().register().passTo(local('2026-03-20 09:00')),
  'investigate, cs-1 stands aside': () => new Story().register().act({ act: 'recuse', by: 'cs-1', reason }),
  'hand-over, offered': handOver,
  'hand-over, taken': () => handOver().act(acts.take()),
  'hand-over, passed on': () => handOver().passTo(local('2026-03-03 18:00')),
  'hand-over, with the last in line': () => handOver().passTo(local('2026-03-04 18:00')),
  'hand-over, paused': () => handOver().act({ act: 'pause', by: 'eng-1', reason }),
  management: () => handOver().act(acts.answer(false)),
  'management, of the general manager': () =>
    handOver().act({ act: 'assign', by: 'gm', to: 'gm' }).act(acts.answer(false, 'gm')),
  consent: consent,
  mediation: mediation,
  'final-reply': () =>
    mediation().act({ act: 'complete', by: 'cs-head', outcome: 'not-agreed', form: { answer: reason } }),
  'reply-unfounded': () => new Story().register().act(acts.unfounded()),
  'consent, to all or a part': () => handled('all-of-these'),
  'consent, to the one thing offered': () => handled('all-of-these', OFFERED.slice(0, 1)),
  execute: () => consent().act(acts.agree()),
  revisit: revisit,
  'revisit, second': () => revisit().act(acts.visit('neutral')),
  closed: () => revisit().act(acts.visit('satisfied')),
  'closed with an explanation owed': () =>
    new Story().register().passTo(local('2026-03-06 09:00')).act(acts.unfounded()).act(acts.reply()),
  reopened: () => revisit().act(acts.visit('satisfied')).act({ act: 'reopen', by: 'complainant' }),
  'side by side': joint,
  'side by side, one part done': () => joint().act(partDone('service', 'cs-1')),
  'side by side, paused while one part is late': () =>
    joint().passTo(local('2026-03-02 21:00')).act({ act: 'pause', by: 'eng-2', reason }),
  'received by one who may be objected to': () => received(),
  'received by all, any of whom may be objected to': () => new Story(ownersOfEveryKind).register(),
  'received, nobody else may be objected to': () =>
    received().act({ act: 'recuse', by: 'complainant', reason }).act({ act: 'recuse', by: 'complainant', reason }),
  'received by somebody absent, with interests declared': () =>
    received(awayOrInterested).at(local('2026-03-02 12:00')).act(acts.note('complainant')),
  archived: () => revisit().act(acts.visit('satisfied')).passTo(local('2026-06-01 09:00')),
};

const actors = ['complainant', ...Object.keys(samplePeople.staff), 'nobody', 'time', 'system', 'toString', ''];

function accepted(rules: KnownRules, state: ComplaintState, act: Act): boolean {
  const decision = decide(rules, state, { type: 'act', act, via: 'update' }, state.lastAt);
  if (isRefused(decision)) {
    expect(REFUSAL_TYPES).toContain(decision.refusal.type);
    expect(decision.refusal.detail).not.toBe('');
    return false;
  }
  expect(decision.events.length).toBeGreaterThan(0);
  return true;
}

const OF_THE_COMPLAINT: readonly ActName[] = [
  'recuse',
  'pause',
  'resume',
  'explainDelay',
  'setSeverity',
  'note',
  'addEvidence',
  'withdraw',
  'refer',
  'reopen',
  'reportProgress',
];

/** What is offered and what some way to fill it in would be accepted for, as two lists that ought to be one. */
function compare(rules: KnownRules, state: ComplaintState, by: string): { offered: string[]; possible: string[] } {
  const tasks = openTasks(state).map(({ id }) => id);
  return {
    offered: actsFor(rules, state, by).map(({ act, task }) => named(act, tasks.length > 1 ? task : null)),
    possible: ACT_NAMES.flatMap((act) => {
      const meant = tasks.length > 1 && !OF_THE_COMPLAINT.includes(act) ? tasks : [null];
      return meant
        .filter((task) => fillings(rules, state, { act, by, task }).some((one) => accepted(rules, state, one)))
        .map((task) => named(act, task));
    }),
  };
}

const named = (act: ActName, task: string | null): string => (task === null ? act : `${act} ${task}`);

describe.each(Object.entries(situations))('%s', (_, situation) => {
  const { rules, current } = situation();

  it.each(actors)('"%s" is offered exactly the acts that are then accepted', (by) => {
    const { offered, possible } = compare(rules, current, by);
    expect(offered).toEqual(possible);
  });

  it('outcomes and forms are offered exactly as they are then accepted', () => {
    for (const by of actors) {
      for (const { act, outcomes, task, form } of actsFor(rules, current, by)) {
        const tasks = openTasks(current).map(({ id }) => id);
        if (OF_THE_COMPLAINT.includes(act)) expect(task).toBeNull();
        else expect(tasks).toContain(task);
        for (const outcome of outcomes ?? []) {
          const ways = fillings(rules, current, { act, by, task }).filter(
            (way) => 'outcome' in way && way.outcome === outcome,
          );
          expect(ways.some((way) => accepted(rules, current, way))).toBe(true);
        }
        if (act === 'answerSurvey' || act === 'complete') expect(form).toBeDefined();
      }
    }
  });

  it('a task that is no longer open refuses every act on it', () => {
    for (const name of ACT_NAMES.filter((one) => one !== 'explainDelay')) {
      for (const by of actors) {
        for (const act of fillings(rules, current, { act: name, by, task: null }).slice(0, 2))
          expect(accepted(rules, current, { ...act, task: 'T999' })).toBe(false);
      }
    }
  });

  it('any act that can be read is answered with events or a refusal', () => {
    const words = fc.oneof(
      fc.string(),
      fc.constantFrom('founded', 'agreed', 'gm', '1wd', '0', '-3d', 'major', 'court'),
    );
    const form = fc.dictionary(fc.constantFrom('findings', 'solution', 'answer', 'satisfaction', 'x'), fc.jsonValue());
    const wild = fc.record(
      {
        outcome: words,
        form,
        option: fc.integer(),
        to: words,
        span: words,
        severity: words,
        reason: words,
        evidence: words,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.constantFrom(...ACT_NAMES), fc.constantFrom(...actors), wild, (act, by, fields) => {
        const known = Object.entries({ ...fields, by }).filter(
          ([key]) => key === 'by' || Object.hasOwn(actRow(act).fields, key),
        );
        const read = readAct({ act, ...Object.fromEntries(known) });
        if ('act' in read) accepted(rules, current, read.act);
      }),
      { numRuns: 40 },
    );
  });
});

it.each([
  [1, false],
  [2, true],
  [3, true],
])('of %i remedies a part can be accepted: %s', (count, inPart) => {
  const { rules, current } = handled('all-of-these', OFFERED.slice(0, count));
  const partly = (accepted: number[]): Act => ({ act: 'choose', by: 'complainant', outcome: 'partly', accepted });
  const [choice] = actsFor(rules, current, 'complainant').filter(({ act }) => act === 'choose');
  expect(choice?.outcomes).toEqual(['agreed', ...(inPart ? ['partly'] : []), 'disagreed']);
  expect(accepted(rules, current, partly([0]))).toBe(inPart);
});

it.each([
  ['the shipped rule book', developer],
  ['three approvers', shortChain],
  ['elapsed hours', elapsedHours],
  ['side by side', sideBySide],
  ['every word', everyWord],
  ['owners of every kind', withPeople(ownersOfEveryKind, awayOrInterested)],
])('along random lives by %s everybody is offered exactly what is then accepted', (_, rules) => {
  const anyActor = fc.constantFrom(...actors.slice(0, 14));
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 2, maxLength: 20 }), fc.infiniteStream(anyActor), (steps, choose) => {
      for (const { after } of live(rules, steps)) {
        const by = choose.next().value;
        const { offered, possible } = compare(rules, after, by);
        expect([by, offered]).toEqual([by, possible]);
      }
    }),
    { numRuns: 12 },
  );
});
