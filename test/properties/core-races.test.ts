import type { Act, Input } from '../../domain/model/act';
import { decide, isRefused } from '../../domain/decide';
import type { ComplaintEvent } from '../../domain/model/event';
import type { Rules } from '../../domain/model/rules';
import { evolve } from '../../domain/record/evolve';
import type { ComplaintState } from '../../domain/model/state';
import { arrived, atTheMaker, awaitingRules, sentFor } from '../support/awaiting';
import { acts, developer, local, Story, text } from '../support/story';

const reason = text('reason');
const time: Input = { type: 'timePassed' };
const doing = (act: Act): Input => ({ type: 'act', act, via: 'update' });

interface Race {
  /** Those of the property developer unless others are given. */
  readonly rules?: Rules;
  readonly story: () => Story;
  readonly instant: string;
  readonly rivals: Readonly<Record<string, Input>>;
  /** What may happen at most once, however the rivals come in. */
  readonly once: readonly ComplaintEvent['type'][];
  /** What only becomes possible once another has come. */
  readonly tooEarly?: string;
}

const handOver = (): Story => new Story().register().act(acts.founded());

/** The instants at which people and time can want different things at once. */
const races: Readonly<Record<string, Race>> = {
  'consent as it expires': {
    story: () => handOver().act(acts.answer()).passTo(local('2026-03-09 09:59')),
    instant: local('2026-03-09 10:00'),
    rivals: {
      agrees: doing(acts.agree()),
      disagrees: doing(acts.disagree()),
      'is agreed by phone': doing(acts.agree('cs-1')),
      expires: time,
      withdraws: doing(acts.withdraw()),
    },
    once: ['closed', 'withdrawn'],
  },
  'an approval as it falls due': {
    story: () => handOver().act(acts.answer(false)).passTo(local('2026-03-04 17:59')),
    instant: local('2026-03-04 18:00'),
    rivals: {
      approves: doing(acts.approve('gm')),
      'approves too': doing(acts.approve('deputy')),
      returns: doing(acts.giveBack('deputy')),
      'falls due': time,
      withdraws: doing(acts.withdraw()),
    },
    once: ['closed', 'withdrawn'],
  },
  'a hand-over as the time to take it ends': {
    story: () => handOver().passTo(local('2026-03-03 17:59')),
    instant: local('2026-03-03 18:00'),
    rivals: {
      takes: doing(acts.take('eng-1')),
      'takes too': doing(acts.take('eng-2')),
      declines: doing({ act: 'declineHandover', by: 'eng-2', reason }),
      'is passed on': time,
      withdraws: doing(acts.withdraw()),
    },
    once: ['handoverTaken', 'closed', 'withdrawn'],
  },
  'a pause as it ends': {
    story: () => new Story().register().act({ act: 'pause', by: 'cs-1', reason }),
    instant: local('2026-03-16 18:00'),
    rivals: {
      answers: doing({ act: 'resume', by: 'complainant' }),
      completes: doing(acts.unfounded()),
      'ends by itself': time,
      'is paused again': doing({ act: 'pause', by: 'cs-2', reason }),
      withdraws: doing(acts.withdraw()),
    },
    once: ['closed', 'withdrawn'],
    tooEarly: 'is paused again',
  },
  'goods that are awaited as the day agreed on ends': {
    rules: awaitingRules,
    story: () => sentFor('2026-03-10').passTo(local('2026-03-10 23:59')),
    instant: local('2026-03-11 00:00'),
    rivals: {
      'are sent in': doing(arrived('complainant')),
      'are received': doing(arrived('source:depot')),
      'are kept': doing({ act: 'report', by: 'complainant', outcome: 'kept' }),
      'have not come': time,
      'are referred': doing({ act: 'refer', by: 'cs-1', to: 'committee' }),
    },
    once: ['closed', 'referred', 'waitEnded'],
  },
  'what the maker says as the limit ends': {
    rules: awaitingRules,
    story: () => atTheMaker().passTo(local('2026-03-16 17:59')),
    instant: local('2026-03-16 18:00'),
    rivals: {
      answers: doing({ act: 'report', by: 'source:shop', outcome: 'answered' }),
      'answers by mail': doing({ act: 'report', by: 'cs-1', outcome: 'answered' }),
      'is given more time': doing({ act: 'extend', by: 'cs-lead', span: '2wd', reason }),
      'has not answered': time,
      withdraws: doing(acts.withdraw()),
    },
    once: ['closed', 'withdrawn', 'extended'],
  },
  'a closed complaint as it is archived': {
    story: () => new Story().register().act(acts.withdraw()),
    instant: local('2026-04-01 10:00'),
    rivals: {
      reopens: doing({ act: 'reopen', by: 'complainant' }),
      'is reopened by the desk': doing({ act: 'reopen', by: 'cs-1' }),
      'is archived': time,
      notes: doing(acts.note()),
    },
    once: ['reopened', 'archived', 'noted'],
  },
};

function orders<T>(of: readonly T[]): T[][] {
  if (of.length === 0) return [[]];
  return of.flatMap((one, index) =>
    orders([...of.slice(0, index), ...of.slice(index + 1)]).map((rest) => [one, ...rest]),
  );
}

interface Outcome {
  readonly state: ComplaintState;
  readonly events: readonly ComplaintEvent[];
  readonly accepted: readonly string[];
}

function run({ rules = developer, story, instant, rivals }: Race, order: readonly string[], task?: string): Outcome {
  let state = story().current;
  const events: ComplaintEvent[] = [];
  const accepted: string[] = [];
  for (const name of order) {
    const input = rivals[name] ?? time;
    const meant = input.type === 'act' && task !== undefined ? doing({ ...input.act, task }) : input;
    const decision = decide(rules, state, meant, instant);
    if (isRefused(decision)) continue;
    accepted.push(name);
    events.push(...decision.events);
    state = decision.events.reduce<ComplaintState>(evolve, state);
  }
  return { state, events, accepted };
}

describe.each(Object.entries(races))('%s', (_, race) => {
  const all = orders(Object.keys(race.rivals));

  it('whoever comes first is accepted, in all orders', () => {
    for (const order of all) {
      const first = order.find((name) => name !== race.tooEarly);
      expect(run(race, order).accepted[0]).toBe(first);
    }
  });

  it('what was decided for one task never happens to another, and each effect once', () => {
    for (const order of all) {
      const task = race.story().current.stage?.tasks[0]?.id;
      const { events } = run(race, order, task);
      const left = events.filter(({ type }) => type === 'stageCompleted').length;
      expect(left).toBeLessThanOrEqual(1);
      for (const type of race.once) expect(events.filter((event) => event.type === type).length).toBeLessThanOrEqual(1);
      if (task !== undefined)
        for (const event of events) if (event.type === 'taskCompleted') expect(event.task).toBe(task);
      expect(events.map(({ number }) => number)).toEqual(
        events.map((event, index) => (events[0]?.number ?? event.number) + index),
      );
      expect(new Set(events.map(({ at }) => at))).toEqual(new Set([race.instant]));
    }
  });

  it('the same order gives the same outcome, and time that comes again does nothing more', () => {
    for (const order of all) {
      const once = run(race, order);
      expect(run(race, order)).toEqual(once);
      const again = run(race, [...order, ...Object.keys(race.rivals).filter((name) => race.rivals[name] === time)]);
      const passed = decide(race.rules ?? developer, again.state, time, race.instant);
      expect(passed).toEqual({ events: [], state: again.state });
    }
  });
});

it('a choice at the very instant of expiry is in time; a millisecond later silence has it', () => {
  const race = races['consent as it expires'];
  if (!race) throw new Error('no such race');
  expect(run(race, ['agrees', 'expires']).state.stage?.key).toBe('execute');
  expect(run(race, ['expires', 'agrees'])).toMatchObject({ accepted: ['expires'], state: { status: 'closed' } });
  const later = new Date(Date.parse(race.instant) + 1).toISOString();
  expect(race.story().at(later).refusal(acts.agree())).toBe('closed');
});

it('of two who take a hand-over the second is told so', () => {
  const race = races['a hand-over as the time to take it ends'];
  if (!race) throw new Error('no such race');
  expect(run(race, ['takes', 'takes too', 'is passed on']).state.stage?.tasks[0]).toMatchObject({
    offer: 0,
    owner: { person: 'eng-1' },
  });
  const passedOn = run(race, ['is passed on', 'takes']);
  expect(passedOn.state.stage?.tasks[0]).toMatchObject({ offer: 1, taken: true, owner: { person: 'eng-1' } });
});
