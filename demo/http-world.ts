import type { ComplainantActBody } from '../contract/act';
import type { Instant } from '../domain/calendar/calendar';
import { ProblemError } from '../client/client';
import { namesOf } from '../contract/vocabulary';
import { eventually } from '../tools/eventually';
import type { Cast } from './cast';
import { CUSTOMER, type Seen } from './play';
import type { Allowed, World } from './player';

const MOST_EVENTS = 1_000;
const RECORDED_WITHIN_MS = 60_000;

export interface HttpWorldInput {
  readonly cast: Cast;
  readonly reference: string;
  /** Of the tracking link. */
  readonly token: string;
  /** Begins every idempotency key. */
  readonly name: string;
  readonly jump: ((reference: string, to: Instant) => Promise<void>) | null;
}

/** A complaint met as people meet it: staff through the API with their keys, the customer through the tracking link. */
export class HttpWorld implements World {
  readonly jump: World['jump'];

  constructor(private readonly input: HttpWorldInput) {
    const { jump, reference } = input;
    this.jump = jump && ((to) => jump(reference, to));
  }

  async look(): Promise<Seen> {
    const { cast, reference } = this.input;
    const client = cast.onlooker;
    const [complaint, { events }] = await Promise.all([
      client.complaint(reference),
      client.timeline({ reference, limit: MOST_EVENTS }),
    ]);
    const { status, stage, round, tasks, lastAt } = complaint;
    const [task] = tasks;
    const ahead = status === 'archived' ? [] : (await client.forecast(reference)).events;
    return {
      ...{ status, stage, round, lastAt, events: complaint.events },
      step: task?.step ?? 1,
      level: task?.level ?? 0,
      owners: task ? namesOf(task.owner) : [],
      department: task?.owner.department ?? null,
      happened: events.filter((event) => event.round === round).map(({ type }) => type),
      nextAt: ahead[0]?.at ?? null,
    };
  }

  async allowed(by: string): Promise<readonly Allowed[]> {
    const { cast, reference, token } = this.input;
    if (by === CUSTOMER) return (await cast.customer.tracking(token)).acts;
    return (await cast.staff(by).complaint(reference)).acts;
  }

  async act({ by, body, key }: Parameters<World['act']>[0]): Promise<void> {
    const { cast, reference, token, name } = this.input;
    const before = (await cast.onlooker.complaint(reference)).events;
    const idempotencyKey = `${name}-${key}`;
    const done =
      by === CUSTOMER
        ? cast.customer.trackedAct(token, body as ComplainantActBody, idempotencyKey)
        : cast.staff(by).act({ reference, act: body, idempotencyKey });
    if (!(await done.then(() => true, overtaken))) return;
    await eventually(async () => (await cast.onlooker.complaint(reference)).events > before, {
      limitMs: RECORDED_WITHIN_MS,
      everyMs: 100,
      failure: () => new Error(`${reference}: "${body.act}" by ${by} is still not recorded.`),
    });
  }
}

/** Somebody, or time, acted first: the next look tells what is to be done now. */
function overtaken(error: unknown): false {
  if (error instanceof ProblemError && /stale|wrong-stage|closed/.test(error.problem.type)) return false;
  throw error;
}
