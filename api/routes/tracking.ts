import { findComplaint } from '../../db/complaints';
import { findIntake } from '../../db/intake';
import { eventsOf } from '../../db/timeline';
import { referenceOfToken } from '../../db/tracking';
import { COMPLAINANT } from '../../domain/model/people';
import { languageRead } from '../../procedures/customs/compile-customs';
import type { Performed } from '../../services/acting';
import type { ApiContext } from '../context';
import { route, type Route } from '../http/endpoint';
import { problemOf } from '../http/error-map';
import { HolderMarks } from '../views/holder-marks';
import { notFound, Problem, unavailable } from '../../contract/problems';
import {
  complainantActSchema,
  pendingActSchema,
  type ComplainantActBody,
  type ObjectionBody,
} from '../../contract/act';
import {
  trackedActSchema,
  trackingParams,
  trackingQuery,
  trackingSchema,
  type TrackedAct,
  type TrackingView,
} from '../../contract/tracking';
import { textsOf } from '../../services/texts';
import { addressedToComplainant, trackingView } from '../views/tracking-view';

const tag = 'Tracking';
const MAX_EVENTS = 2_000;

/** The complainant’s own view, without an account: the token of the link is all they have. */
export function trackingRoutes(context: ApiContext): Route[] {
  const look = route(
    {
      method: 'get',
      path: '/v1/track/{token}',
      operationId: 'track',
      tag,
      summary: 'Progress, promise and what comes next, for the complainant; changes nothing',
      access: 'open',
      params: trackingParams,
      query: trackingQuery,
      answers: { 200: { description: 'The complaint in plain words', schema: trackingSchema } },
    },
    async ({ params: { token }, query: { locale } }) => {
      const reference = await referenceOf(context, token);
      const body = await viewOf(context, reference, locale);
      if (!body) throw unavailable('This complaint', 10);
      return { status: 200, body };
    },
  );
  const act = route(
    {
      method: 'post',
      path: '/v1/track/{token}',
      operationId: 'trackedAct',
      tag,
      summary: 'What the complainant may do: choose, object, inform, add evidence, answer the survey, withdraw, reopen',
      access: 'open',
      params: trackingParams,
      query: trackingQuery,
      body: complainantActSchema,
      idempotencyKey: 'optional',
      answers: {
        200: { description: 'Recorded', schema: trackedActSchema },
        202: { description: 'Taken, recording takes longer than the wait', schema: pendingActSchema },
      },
      problems: ['wrong-stage', 'stale', 'closed', 'forbidden'],
    },
    async ({ params: { token }, query: { locale }, body, idempotencyKey: key }) => {
      const reference = await referenceOf(context, token);
      const performed = await perform(context, { reference, body, key });
      const { id } = performed;
      if (performed.is === 'pending')
        return { status: 202, body: { reference, id, status: 'pending', link: `/v1/track/${token}` } };
      const { status } = performed.result;
      const acted: TrackedAct = { reference, id, status, tracking: await viewOf(context, reference, locale) };
      return { status: 200, body: acted };
    },
  );
  return [look, act];
}

interface Sent<Body> {
  readonly reference: string;
  readonly body: Body;
  readonly key: string | undefined;
}

function perform(context: ApiContext, { body, ...sent }: Sent<ComplainantActBody>): Promise<Performed> {
  if (body.act === 'recuse') return object(context, { body, ...sent });
  return context.acting.perform({ ...sent, by: COMPLAINANT, body });
}

/**
 * To the person who was meant, also when the task moves on before the run takes it. Sent again with its key it is answered
 * as before. The core's own words on a stale act may name staff.
 */
async function object({ acting, pool, links }: ApiContext, { body, ...sent }: Sent<ObjectionBody>): Promise<Performed> {
  const { holder, ...said } = body;
  const by = COMPLAINANT;
  const record = await findComplaint(pool, sent.reference);
  const person = record && new HolderMarks(links.secret).holder(record.state, holder);
  try {
    if (person) return await acting.perform({ ...sent, by, body: { ...said, person } });
    const before = await acting.repeated({ ...sent, by });
    if (before) return before;
  } catch (error) {
    if (problemOf(error)?.type !== 'stale') throw error;
  }
  throw new Problem({ type: 'stale', detail: 'Somebody else handles it by now; look at the complaint again.' });
}

/** Unknown, wrong and foreign tokens are answered alike. */
async function referenceOf({ pool }: ApiContext, token: string): Promise<string> {
  const reference = await referenceOfToken(pool, token);
  if (reference === null) throw notFound('tracking link');
  return reference;
}

/** Null while the complaint is accepted and its run has recorded nothing yet. */
async function viewOf(
  context: ApiContext,
  reference: string,
  locale: string | undefined,
): Promise<TrackingView | null> {
  const { pool, library, contents, links, now } = context;
  const record = await findComplaint(pool, reference);
  if (!record) {
    if (await findIntake(pool, reference)) return null;
    throw notFound('tracking link');
  }
  const { state } = record;
  const events = await eventsOf(pool, { reference, limit: MAX_EVENTS });
  const [rules, ruleBook, texts] = await Promise.all([
    library.rules(state.procedure.hash, state.registration.locale, record.calendarHash),
    library.ruleBook(state.procedure.hash),
    textsOf(contents, addressedToComplainant(state, events)),
  ]);
  const read = languageRead(locale ?? record.locale, ruleBook.texts);
  const marks = new HolderMarks(links.secret);
  return trackingView({ state, rules, ruleBook, events, texts, locale: read, now: now().toISOString(), marks });
}
