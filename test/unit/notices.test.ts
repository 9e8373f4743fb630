import { dispatchNotices, type DispatchInput } from '../../activities/notices';
import type { Outbox, OutgoingMessage } from '../../activities/ports';
import type { ComplaintEvent } from '../../domain/model/event';
import { retryDelay } from '../../activities/retry-delay';
import { Undeliverable } from '../../activities/undeliverable';
import { messageToSend, noticeSubject, WORDS } from './notices-samples';

const NOW = new Date('2026-03-02T01:00:00Z');

interface Settled {
  readonly id: string;
  readonly channel: string;
  readonly error?: string;
  readonly retryAt?: Date | null;
  readonly until?: Date;
}

function outboxOf(messages: readonly OutgoingMessage[]): Outbox & { readonly settled: Settled[] } {
  const due = [...messages];
  const settled: Settled[] = [];
  return {
    settled,
    claimDue: async ({ limit }) => due.splice(0, limit),
    sent: async ({ id, channel }) => void settled.push({ id, channel }),
    postponed: async ({ id, channel }, until) => void settled.push({ id, channel, until }),
    failed: async ({ id, channel }, error, retryAt) => void settled.push({ id, channel, error, retryAt }),
  };
}

function dispatch(outbox: Outbox, changes: Partial<DispatchInput> = {}) {
  return dispatchNotices({
    outbox,
    render: () => WORDS,
    senders: { mail: { send: async () => {} } },
    contactableFrom: (_subject, instant) => instant,
    log: { warn: () => {} },
    now: () => NOW,
    random: () => 0.5,
    onProgress: () => {},
    isStopping: () => false,
    ...changes,
  });
}

test('everything that is due is sent, more than one batch of it, each once', async () => {
  const outbox = outboxOf(Array.from({ length: 130 }, (_, index) => messageToSend(index + 1)));
  let progress = 0;
  expect(await dispatch(outbox, { onProgress: (tried) => (progress = tried) })).toBe(130);
  expect(new Set(outbox.settled.map(({ id }) => id)).size).toBe(130);
  expect(progress).toBe(130);
});

test('one notice that fails stops no other and is put off', async () => {
  const outbox = outboxOf([messageToSend(1), messageToSend(2), messageToSend(3)]);
  const send = async ({ id }: OutgoingMessage) => {
    if (id === messageToSend(2).id) throw new Error('451 for customer-one@example.com');
  };
  expect(await dispatch(outbox, { senders: { mail: { send } } })).toBe(2);
  expect(outbox.settled.filter(({ error }) => error !== undefined)).toEqual([
    {
      id: messageToSend(2).id,
      channel: 'mail',
      error: '451 for (address)',
      retryAt: new Date(NOW.getTime() + 5_000),
    },
  ]);
});

test('a template that cannot be rendered stops no other notice', async () => {
  const outbox = outboxOf([messageToSend(1), messageToSend(2)]);
  const render: DispatchInput['render'] = ([{ notice }]) => {
    if (notice.event === 1) throw new Error('no such word');
    return WORDS;
  };
  expect(await dispatch(outbox, { render })).toBe(1);
});

test('what cannot be delivered is given up at once', async () => {
  const outbox = outboxOf([messageToSend(1)]);
  const send = () => Promise.reject(new Undeliverable('gone'));
  await dispatch(outbox, { senders: { mail: { send } } });
  expect(outbox.settled).toMatchObject([{ error: 'gone', retryAt: null }]);
});

test('a channel that is not set up puts its notices off and sends the rest', async () => {
  const outbox = outboxOf([messageToSend(1, { channel: 'webhook' }), messageToSend(2)]);
  expect(await dispatch(outbox)).toBe(1);
  expect(outbox.settled).toContainEqual(
    expect.objectContaining({ channel: 'webhook', error: 'no sender is set up for webhook' }),
  );
});

test('no more than six go out at a time on a channel', async () => {
  const outbox = outboxOf(Array.from({ length: 20 }, (_, index) => messageToSend(index + 1)));
  let running = 0;
  let most = 0;
  const send = async () => {
    most = Math.max(most, (running += 1));
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
  };
  await dispatch(outbox, { senders: { mail: { send } } });
  expect(most).toBe(6);
});

test('when it is told to stop it starts nothing more', async () => {
  const outbox = outboxOf(Array.from({ length: 20 }, (_, index) => messageToSend(index + 1)));
  let tried = 0;
  await dispatch(outbox, { onProgress: (count) => (tried = count), isStopping: () => tried > 0 });
  expect(outbox.settled.length).toBeLessThan(10);
});

test('an outcome that cannot be written down is an error, after the rest of the batch is settled', async () => {
  const outbox = outboxOf([messageToSend(1), messageToSend(2)]);
  const sent: Outbox['sent'] = async (message, at) => {
    if (message.id === messageToSend(1).id) throw new Error('store is away');
    await outbox.sent(message, at);
  };
  await expect(dispatch({ ...outbox, sent })).rejects.toThrow('store is away');
  expect(outbox.settled).toMatchObject([{ id: messageToSend(2).id }]);
});

const tomorrow = '2026-03-03T00:00:00.000Z';
const staff = (number: number): OutgoingMessage => {
  const subject = noticeSubject(number);
  return messageToSend(number, { told: [{ ...subject, notice: { ...subject.notice, to: 'cs-1' } }] });
};

const atOnce = ({ told: [subject] }: OutgoingMessage): OutgoingMessage['told'][0] => {
  const rung = {
    ...{ of: { task: 'T5' }, rung: 0, level: 1, action: 'tell' },
    to: ['cs-1'],
    explain: [],
    atOnce: true,
  };
  return { ...subject, event: { ...subject.event, type: 'rungReached', ...rung } as ComplaintEvent };
};

test('while somebody may not be contacted their mail waits; systems hear at once', async () => {
  const outbox = outboxOf([
    messageToSend(1),
    messageToSend(2, { channel: 'webhook' }),
    staff(3),
    { ...staff(4), channel: 'webhook' },
  ]);
  const sent: number[] = [];
  const send = async ({ told: [{ notice }] }: OutgoingMessage) => void sent.push(notice.event);
  const senders = { mail: { send }, webhook: { send } };
  expect(await dispatch(outbox, { senders, contactableFrom: () => tomorrow })).toBe(2);
  expect(sent.sort()).toEqual([2, 4]);
  for (const { id } of [messageToSend(1), staff(3)]) {
    expect(outbox.settled).toContainEqual({ id, channel: 'mail', until: new Date(tomorrow) });
  }
});

test('what a rung says at once goes at any hour, with all that is said beside it; never to the complainant', async () => {
  const urgent = messageToSend(1, { told: [staff(1).told[0], atOnce(staff(1))] });
  const outbox = outboxOf([urgent, messageToSend(2, { told: [atOnce(messageToSend(2))] })]);
  expect(await dispatch(outbox, { contactableFrom: () => tomorrow })).toBe(1);
  expect(outbox.settled.toSorted((one, other) => (one.id < other.id ? -1 : 1))).toEqual([
    { id: urgent.id, channel: 'mail' },
    { id: messageToSend(2).id, channel: 'mail', until: new Date(tomorrow) },
  ]);
});

test('what goes out by a way that wakes nobody waits for nothing', async () => {
  const outbox = outboxOf([messageToSend(1), staff(2)]);
  const senders = { mail: { wakesNobody: true, send: async () => {} } };
  expect(await dispatch(outbox, { senders, contactableFrom: () => tomorrow })).toBe(2);
});

test('once somebody may be contacted their mail goes out', async () => {
  const outbox = outboxOf([messageToSend(1)]);
  const asked: string[] = [];
  const contactableFrom = async (_: unknown, instant: string) => (asked.push(instant), instant);
  expect(await dispatch(outbox, { contactableFrom })).toBe(1);
  expect(asked).toEqual([NOW.toISOString()]);
});

test('when nobody can say whether somebody may be contacted, the notice is put off like any that fails', async () => {
  const outbox = outboxOf([messageToSend(1), messageToSend(2, { channel: 'webhook' })]);
  const senders = { mail: { send: async () => {} }, webhook: { send: async () => {} } };
  const contactableFrom = () => Promise.reject(new Error('rule books are away'));
  expect(await dispatch(outbox, { senders, contactableFrom })).toBe(1);
  expect(outbox.settled).toContainEqual(expect.objectContaining({ error: 'rule books are away' }));
});

test('waiting doubles from five seconds to an hour and ends after about a day', () => {
  const delays: number[] = [];
  for (let failures = 1; ; failures += 1) {
    const delay = retryDelay(failures, 0.5);
    if (delay === null) break;
    delays.push(delay);
  }
  expect(delays.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
  expect(Math.max(...delays)).toBe(3_600_000);
  const hours = delays.reduce((sum, delay) => sum + delay, 0) / 3_600_000;
  expect(hours).toBeGreaterThanOrEqual(24);
  expect(hours).toBeLessThan(26);
});

test('waits differ by a fifth either way so that repeats spread out', () => {
  expect(retryDelay(1, 0)).toBe(4_000);
  expect(retryDelay(1, 0.999)).toBeGreaterThan(5_990);
});
