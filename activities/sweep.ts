import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { forEachLimited } from './concurrency';
import { sendDigests, type DigestsInput } from './digests';
import { dispatchNotices, type Log, type Senders } from './notices';
import type { AcceptedComplaint, ContactableFrom, IntakeBacklog, Outbox, RenderNotices, RunStarter } from './ports';

const BATCH = 50;
const PARALLEL = 4;
/** The sweep comes again soon; it ends by itself before its time limit cuts it off. */
const LONGEST_MS = 4 * 60_000;

export interface SweepPorts {
  readonly backlog: IntakeBacklog;
  readonly runs: RunStarter;
  readonly outbox: Outbox;
  readonly renderNotices: RenderNotices;
  readonly senders: Senders;
  readonly contactableFrom: ContactableFrom;
  readonly digests: Pick<DigestsInput, 'store' | 'calendars' | 'render' | 'sender'>;
  readonly log: Log;
}

/** Starts every accepted complaint that has no run; answers how many. One that cannot be started stops no other. */
export function startAcceptedComplaintsActivity({ backlog, runs, log }: SweepPorts) {
  return async function startAcceptedComplaints(): Promise<number> {
    const isStopping = stopping();
    const failed = new Set<string>();
    let started = 0;
    const start = async (accepted: AcceptedComplaint) => {
      const { reference } = accepted.registration;
      try {
        await runs.start(accepted);
        await backlog.markStarted(reference);
        started += 1;
      } catch (error) {
        failed.add(reference);
        log.warn({ reference, reason: error instanceof Error ? error.name : 'unknown' }, 'complaint not started');
      }
      heartbeat(started);
    };
    while (!isStopping()) {
      const oldest = await backlog.unstarted(BATCH + failed.size);
      const batch = oldest.filter((accepted) => !failed.has(accepted.registration.reference));
      if (batch.length === 0) break;
      await forEachLimited(batch, PARALLEL, start);
    }
    return started;
  };
}

/** Sends every notice and every digest that is due; answers how many messages went out. */
export function sendDueNoticesActivity({ outbox, renderNotices, senders, contactableFrom, digests, log }: SweepPorts) {
  return async function sendDueNotices(): Promise<number> {
    const common = { log, now: () => new Date(), random: Math.random, onProgress: heartbeat, isStopping: stopping() };
    const input = { outbox, render: renderNotices, senders, contactableFrom, ...common };
    return (await dispatchNotices(input)) + (await sendDigests({ ...digests, ...common }));
  };
}

function stopping(): () => boolean {
  const signal = cancellationSignal();
  const until = Date.now() + LONGEST_MS;
  return () => signal.aborted || Date.now() > until;
}
