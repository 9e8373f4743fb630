import { sendDigests, type DigestsInput } from '../../activities/digests';
import type { DigestDay, DigestStore, DueDigest, OpenToSomebody } from '../../activities/ports';
import { Undeliverable } from '../../activities/undeliverable';
import { developer, local } from '../support/story';

const { calendar } = developer;
const digestOf = (staff: string): DueDigest => {
  const address = `${staff}@example.test`;
  return { id: `digest:${staff}`, staff, day: '2026-03-02', address, recipientName: staff, locale: 'en', attempts: 0 };
};
const NONE = { tasks: [], count: 0, isOpenEnded: false };
const TASK = { reference: 'C-1', procedureHash: 'hash', stage: 'investigate', dueAt: null };
const SOME: OpenToSomebody = { pooled: { tasks: [TASK], count: 1, isOpenEnded: false }, inherited: NONE };
const OF_ANOTHER: OpenToSomebody = {
  pooled: NONE,
  inherited: { tasks: [{ ...TASK, person: 'Li' }], count: 1, isOpenEnded: false },
};
const NOTHING: OpenToSomebody = { pooled: NONE, inherited: NONE };

interface Played {
  readonly rounds: DigestDay[];
  readonly settled: string[];
  readonly sent: string[];
}

interface Playing {
  readonly at: string;
  readonly due?: readonly string[];
  readonly steps?: number;
  readonly changes?: Partial<DigestsInput>;
  readonly open?: (staff: string) => OpenToSomebody;
}

async function play({ at, due = [], steps = 1, changes = {}, open = () => SOME }: Playing): Promise<Played> {
  const rounds: DigestDay[] = [];
  const settled: string[] = [];
  const sent: string[] = [];
  const left = due.map(digestOf);
  let stepsLeft = steps;
  const store: DigestStore = {
    advance: async (day) => {
      rounds.push(day);
      return (stepsLeft -= 1) > 0;
    },
    claimDue: async ({ limit }) => left.splice(0, limit),
    open: async (staff) => open(staff),
    sent: async ({ staff }) => void settled.push(`${staff} sent`),
    notNeeded: async ({ staff }) => void settled.push(`${staff} not needed`),
    failed: async ({ staff }, error, retryAt) => {
      settled.push(`${staff} ${error} ${retryAt === null ? 'given up' : 'again'}`);
    },
  };
  await sendDigests({
    store,
    calendars: async () => [{ calendar, procedures: ['property-developer'] }],
    render: () => ({ subject: 's', body: 'b' }),
    sender: { send: async ({ id }) => void sent.push(id) },
    log: { warn: () => {} },
    now: () => new Date(local(at)),
    random: () => 0.5,
    onProgress: () => {},
    isStopping: () => false,
    ...changes,
  });
  return { rounds, settled, sent };
}

test('the round of a working day goes through all of the staff once its hours have begun', async () => {
  expect((await play({ at: '2026-03-02 08:59' })).rounds).toEqual([]);
  const { rounds } = await play({ at: '2026-03-02 09:00', steps: 3 });
  expect(rounds).toHaveLength(3);
  expect(rounds[0]).toEqual({
    calendar: 'cn',
    procedures: ['property-developer'],
    day: '2026-03-02',
    until: new Date(local('2026-03-02 18:00')),
  });
});

test.each([
  ['in the break', '2026-03-02 12:30', 1],
  ['at the close of business', '2026-03-02 18:00', 0],
  ['on a Sunday', '2026-03-01 10:00', 0],
  ['on a holiday', '2026-02-17 10:00', 0],
  ['on a Saturday that is worked in exchange', '2026-02-14 10:00', 1],
])('%s', async (_, at, count) => {
  expect((await play({ at })).rounds).toHaveLength(count);
});

test('every digest that is due goes out once; one that says nothing does not', async () => {
  const due = Array.from({ length: 60 }, (_, number) => `s-${number}`);
  const { sent, settled } = await play({
    at: '2026-03-02 09:00',
    due,
    open: (staff) => (staff === 's-7' ? NOTHING : staff === 's-8' ? OF_ANOTHER : SOME),
  });
  expect(sent.toSorted()).toEqual(
    due
      .filter((staff) => staff !== 's-7')
      .map((staff) => `digest:${staff}`)
      .toSorted(),
  );
  expect(settled).toContain('s-7 not needed');
  expect(settled.filter((one) => one.endsWith(' sent'))).toHaveLength(59);
});

test('one that fails stops no other: it is tried again, or given up where nobody takes it', async () => {
  const sender: DigestsInput['sender'] = {
    send: async ({ id, address }) => {
      if (id === 'digest:a') throw new Error(`451 for ${address}`);
      if (id === 'digest:b') throw new Undeliverable('gone');
    },
  };
  const { settled } = await play({ at: '2026-03-02 09:00', due: ['a', 'b', 'c'], changes: { sender } });
  expect(settled.toSorted()).toEqual(['a 451 for (address) again', 'b gone given up', 'c sent']);
});

test('without mail there are no digests, and when it is told to stop nothing more is begun', async () => {
  const none = await play({ at: '2026-03-02 09:00', due: ['a'], changes: { sender: undefined } });
  expect(none).toEqual({ rounds: [], settled: [], sent: [] });
  const stopped = await play({ at: '2026-03-02 09:00', due: ['a'], changes: { isStopping: () => true } });
  expect(stopped).toEqual({ rounds: [], settled: [], sent: [] });
});
