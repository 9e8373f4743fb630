import { openDay } from '../domain/calendar/opening';
import { forEachLimited } from './concurrency';
import { describeFailure, withinTime } from './sending';
import type { CalendarsInUse, DigestDay, DigestStore, DueDigest, LetterSender, RenderDigest } from './ports';
import { retryDelay } from './retry-delay';
import { Undeliverable } from './undeliverable';
import type { Log } from './notices';

/** A batch is over, even at its slowest, before its claims lapse: 24 / 6 x 20 s. */
const BATCH = 24;
const PARALLEL = 6;

export interface DigestsInput {
  readonly store: DigestStore;
  readonly calendars: CalendarsInUse;
  readonly render: RenderDigest;
  /** Absent where there is no mail. */
  readonly sender: LetterSender | undefined;
  readonly log: Log;
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
  /** Called after every step of a round and every digest that was tried. */
  readonly onProgress: (done: number) => void;
  /** Asked before every one of them. */
  readonly isStopping: () => boolean;
}

/**
 * Of each calendar whose working day has begun: goes once through the staff for those who have something open in their
 * pools, or in the place of somebody who is away, and sends each of them one mail that day. Answers how many went out.
 */
export async function sendDigests(input: DigestsInput): Promise<number> {
  const { sender } = input;
  if (sender === undefined) return 0;
  let done = 0;
  for (const day of await daysThatHaveBegun(input)) {
    while (!input.isStopping() && (await input.store.advance(day, input.now()))) input.onProgress((done += 1));
  }
  let sent = 0;
  for (let more = true; more && !input.isStopping();) {
    const batch = await input.store.claimDue({ limit: BATCH, now: input.now() });
    more = batch.length > 0;
    const unsettled: unknown[] = [];
    await forEachLimited(batch, PARALLEL, async (digest) => {
      if (input.isStopping()) return;
      if (await deliver({ ...input, sender }, digest).catch((error: unknown) => void unsettled.push(error))) sent += 1;
      input.onProgress((done += 1));
    });
    if (unsettled.length > 0) throw unsettled[0];
  }
  return sent;
}

async function daysThatHaveBegun({ calendars, now }: DigestsInput): Promise<readonly DigestDay[]> {
  return (await calendars()).flatMap(({ calendar, procedures }) => {
    const open = openDay(calendar, now().toISOString());
    return open === null ? [] : [{ calendar: calendar.id, procedures, day: open.day, until: new Date(open.until) }];
  });
}

interface Delivering extends DigestsInput {
  readonly sender: LetterSender;
}

async function deliver({ store, render, sender, log, now, random }: Delivering, digest: DueDigest): Promise<boolean> {
  try {
    const open = await store.open(digest.staff, now());
    if (open.pooled.count + open.inherited.count === 0) {
      await store.notNeeded(digest);
      return false;
    }
    await withinTime(sender.send(digest, await render(digest, open)));
  } catch (error) {
    const delay = error instanceof Undeliverable ? null : retryDelay(digest.attempts + 1, random());
    const retryAt = delay === null ? null : new Date(now().getTime() + delay);
    await store.failed(digest, describeFailure(error, digest.address), retryAt);
    log.warn({ digest: digest.id, attempts: digest.attempts, retryAt }, 'digest not sent');
    return false;
  }
  await store.sent(digest, now());
  return true;
}
