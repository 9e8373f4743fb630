import type { ApiContext } from '../context';
import { route, type Route } from '../http/endpoint';
import { unavailable } from '../../contract/problems';
import { complainantActSchema, pendingActSchema } from '../../contract/act';
import {
  trackedActSchema,
  trackingParams,
  trackingQuery,
  trackingSchema,
  type TrackedAct,
} from '../../contract/tracking';

const tag = 'Tracking';

/** The complainant’s own view, without an account: the token of the link is all they have. */
export function trackingRoutes({ tracking }: ApiContext): Route[] {
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
      const reference = await tracking.referenceOf(token);
      const body = await tracking.view(reference, locale);
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
      const reference = await tracking.referenceOf(token);
      const performed = await tracking.act({ reference, body, key });
      const { id } = performed;
      if (performed.is === 'pending')
        return { status: 202, body: { reference, id, status: 'pending', link: `/v1/track/${token}` } };
      const { status } = performed.result;
      const acted: TrackedAct = { reference, id, status, tracking: await tracking.view(reference, locale) };
      return { status: 200, body: acted };
    },
  );
  return [look, act];
}
