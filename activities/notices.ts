import { forEachLimited } from './concurrency';
import { channelRule, type Channel } from '../domain/model/channel';
import { COMPLAINANT } from '../domain/model/people';
import type { NoticeSubject } from '../domain/record/notice';
import type { ContactableFrom, OutgoingMessage, Outbox, RenderNotices, Sender } from './ports';
import { retryDelay } from './retry-delay';
import { describeFailure, withinTime } from './sending';
import { Undeliverable } from './undeliverable';

/** A batch is over, even at its slowest, before its claims lapse: 24 / 6 x 20 s. */
const BATCH = 24;
const PARALLEL = 6;

export type Senders = Readonly<Partial<Record<Channel, Sender>>>;

export interface Log {
  warn(fields: object, message: string): void;
}

export interface DispatchInput {
  readonly outbox: Outbox;
  readonly render: RenderNotices;
  readonly senders: Senders;
  /** What reaches a person wherever they are goes out no earlier. Systems do not sleep. */
  readonly contactableFrom: ContactableFrom;
  readonly log: Log;
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
  /** Called after every message that was tried. */
  readonly onProgress: (tried: number) => void;
  /** Asked before every message; those claimed and not tried fall due again by themselves. */
  readonly isStopping: () => boolean;
}

/**
 * Sends what is due until nothing is, and answers how many messages went out. One that fails stops no other: it is put off
 * or given up. Throws when the outcome of an attempt could not be written down.
 */
export async function dispatchNotices(input: DispatchInput): Promise<number> {
  let tried = 0;
  let sent = 0;
  const unsettled: unknown[] = [];
  for (let more = true; more && unsettled.length === 0 && !input.isStopping();) {
    const batch = await input.outbox.claimDue({ limit: BATCH, now: input.now() });
    more = batch.length > 0;
    const trySending = async (message: OutgoingMessage) => {
      if (input.isStopping()) return;
      const delivered = await deliver(input, message).catch((error: unknown) => void unsettled.push(error));
      if (delivered === true) sent += 1;
      input.onProgress((tried += 1));
    };
    await Promise.all(byChannel(batch).map((messages) => forEachLimited(messages, PARALLEL, trySending)));
  }
  if (unsettled.length > 0) throw unsettled[0];
  return sent;
}

/** One lane a channel: a receiver of webhooks that answers slowly does not hold up the mail. */
function byChannel(batch: readonly OutgoingMessage[]): readonly (readonly OutgoingMessage[])[] {
  const lanes = new Map<string, OutgoingMessage[]>();
  for (const message of batch) lanes.set(message.channel, [...(lanes.get(message.channel) ?? []), message]);
  return [...lanes.values()];
}

async function deliver(input: DispatchInput, message: OutgoingMessage): Promise<boolean> {
  const { channel } = message;
  let until: Date | null;
  try {
    const sender = input.senders[channel];
    if (sender === undefined) throw new Error(`no sender is set up for ${channel}`);
    until = sender.wakesNobody === true ? null : await unwantedUntil(input, message);
    if (until === null) await withinTime(send(input, sender, message));
  } catch (error) {
    await putOff(input, message, error);
    return false;
  }
  if (until === null) await input.outbox.sent(message, input.now());
  else await input.outbox.postponed(message, until);
  return until === null;
}

async function send({ render }: DispatchInput, sender: Sender, message: OutgoingMessage): Promise<void> {
  await sender.send(message, await render(message.told, channelRule(message.channel).text));
}

/** When somebody may be reached, if not now: asked at the moment of sending, however long the message has waited. */
async function unwantedUntil(
  { contactableFrom, now }: DispatchInput,
  { told, channel }: OutgoingMessage,
): Promise<Date | null> {
  if (!channelRule(channel).quietHours || told.some(isAtOnce)) return null;
  const [first] = told;
  const at = now();
  const from = new Date(await contactableFrom(first, at.toISOString()));
  return from > at ? from : null;
}

/** Staff only: a rung cannot take the complainant's quiet hours away. */
function isAtOnce({ notice, event }: NoticeSubject): boolean {
  return notice.to !== COMPLAINANT && event.type === 'rungReached' && event.atOnce === true;
}

async function putOff(input: DispatchInput, message: OutgoingMessage, error: unknown): Promise<void> {
  const { id, channel, attempts } = message;
  const delay = error instanceof Undeliverable ? null : retryDelay(attempts + 1, input.random());
  const retryAt = delay === null ? null : new Date(input.now().getTime() + delay);
  await input.outbox.failed(message, describeFailure(error, message.address), retryAt);
  const outcome = retryAt === null ? 'message given up' : 'message put off';
  input.log.warn({ message: id, channel, attempts, retryAt }, outcome);
}
