import { z } from 'zod';
import type { Performed } from '../../services/acting';
import { complaintRow, complaintView } from '../views/complaint-view';
import type { ApiContext } from '../context';
import { defined } from '../../contract/defined';
import { route, type Answer, type Route } from '../http/endpoint';
import { notFound } from '../../contract/problems';
import {
  pendingActSchema,
  pendingReportSchema,
  reportedSchema,
  reportSchema,
  staffActSchema,
  type PendingAct,
} from '../../contract/act';
import {
  actedSchema,
  complaintPageSchema,
  complaintQuery,
  complaintSchema,
  forecastSchema,
  timelineQuery,
  timelineSchema,
  type Acted,
  type ComplaintPage,
  type ComplaintView,
  type ForecastView,
  type TimelineView,
} from '../../contract/complaint';
import { intakeAnswerSchema } from '../../contract/intake';
import { referenceParams } from '../../contract/values';

const tag = 'Complaints';
const ACT_PROBLEMS = [
  'wrong-stage',
  'stale',
  'closed',
  'not-owner',
  'recused',
  'own-proposal',
  'over-limit',
  'forbidden',
  'not-found',
] as const;

/** An act, and while it is pending the run that took it. */
const actId = /^[A-Za-z0-9_-]{1,100}(\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/;
const actParams = referenceParams.extend({ id: z.string().regex(actId) });

/** One complaint and lists of them. */
export function complaintRoutes(context: ApiContext): Route[] {
  return [
    listRoute(context),
    oneRoute(context),
    receiptRoute(context),
    timelineRoute(context),
    forecastRoute(context),
    ...actRoutes(context),
    reportRoute(context),
  ];
}

function listRoute({ complaints }: ApiContext): Route {
  return route(
    {
      method: 'get',
      path: '/v1/complaints',
      operationId: 'listComplaints',
      tag,
      summary: 'Find complaints',
      access: 'staff',
      query: complaintQuery,
      answers: { 200: { description: 'One page', schema: complaintPageSchema } },
      problems: ['invalid-cursor'],
    },
    async ({ query }) => {
      const { sort, cursor, limit, ...filters } = query;
      const page = await complaints.list({ filters: defined(filters), limit, ...defined({ sort, cursor }) });
      const body: ComplaintPage = { items: page.items.map(complaintRow), next: page.next };
      return { status: 200, body };
    },
  );
}

function oneRoute(context: ApiContext): Route {
  return route(
    {
      method: 'get',
      path: '/v1/complaints/{reference}',
      operationId: 'getComplaint',
      tag,
      summary: 'Everything about one complaint, with what the caller may do now',
      access: 'staff',
      params: referenceParams,
      answers: { 200: { description: 'The complaint', schema: complaintSchema } },
    },
    async ({ params, holder }) => {
      const body = await viewOf(context, params.reference, holder.id);
      if (!body) throw notFound('complaint');
      return { status: 200, body };
    },
  );
}

async function viewOf(context: ApiContext, reference: string, viewer: string): Promise<ComplaintView | null> {
  const now = context.now().toISOString();
  const complaint = await context.complaints.find(reference, { viewer, at: now });
  return complaint && complaintView({ complaint, now });
}

function receiptRoute({ intake }: ApiContext): Route {
  return route(
    {
      method: 'get',
      path: '/v1/complaints/{reference}/receipt',
      operationId: 'getReceipt',
      tag,
      summary: 'What was answered to the intake, for the source that filed it',
      access: 'intake',
      params: referenceParams,
      answers: {
        200: { description: 'The receipt; without a promise while it is not started', schema: intakeAnswerSchema },
      },
    },
    async ({ params, holder }) => ({ status: 200, body: await intake.receipt(params.reference, holder.id) }),
  );
}

function timelineRoute({ complaints }: ApiContext): Route {
  return route(
    {
      method: 'get',
      path: '/v1/complaints/{reference}/timeline',
      operationId: 'getTimeline',
      tag,
      summary: 'What happened, in order',
      access: 'staff',
      params: referenceParams,
      query: timelineQuery,
      answers: { 200: { description: 'Events', schema: timelineSchema } },
    },
    async ({ params: { reference }, query: { after, limit } }) => {
      const recorded = await complaints.timeline({ reference, after, limit });
      const events = recorded.map(({ event, recordedAt, texts }) => {
        return { ...event, recordedAt: recordedAt.toISOString(), texts };
      });
      const next = recorded.length < limit ? null : (events.at(-1)?.number ?? null);
      const body: TimelineView = { reference, events, next };
      return { status: 200, body };
    },
  );
}

function forecastRoute({ complaints }: ApiContext): Route {
  return route(
    {
      method: 'get',
      path: '/v1/complaints/{reference}/forecast',
      operationId: 'getForecast',
      tag,
      summary: 'What will happen, and when, if nobody acts',
      access: 'staff',
      params: referenceParams,
      answers: { 200: { description: 'Events to come', schema: forecastSchema } },
    },
    async ({ params: { reference } }) => {
      const { events, ends } = await complaints.forecast(reference);
      const body: ForecastView = {
        reference,
        events: [...events],
        ends: ends.as === 'held' ? { as: 'held', by: [...ends.by] } : ends,
      };
      return { status: 200, body };
    },
  );
}

function actRoutes(context: ApiContext): Route[] {
  const { acting } = context;
  const answers = {
    200: { description: 'Recorded', schema: actedSchema },
    202: { description: 'Taken, recording takes longer than the wait', schema: pendingActSchema },
  };
  const act = route(
    {
      method: 'post',
      path: '/v1/complaints/{reference}/acts',
      operationId: 'act',
      tag,
      summary: 'Act on a complaint',
      access: 'staff',
      params: referenceParams,
      body: staffActSchema,
      idempotencyKey: 'optional',
      answers,
      problems: ACT_PROBLEMS,
    },
    async ({ params: { reference }, body, holder, idempotencyKey: key }) =>
      answerTo(
        context,
        holder.id,
        reference,
        await acting.perform({ reference, by: holder.id, via: 'api', body, key }),
      ),
  );
  const outcome = route(
    {
      method: 'get',
      path: '/v1/complaints/{reference}/acts/{id}',
      operationId: 'getAct',
      tag,
      summary: 'What became of an act',
      access: 'staff',
      params: actParams,
      answers,
      problems: ACT_PROBLEMS,
    },
    async ({ params: { reference, id }, holder }) =>
      answerTo(context, holder.id, reference, await acting.outcome(reference, id)),
  );
  return [act, outcome];
}

function reportRoute({ reporting }: ApiContext): Route {
  return route(
    {
      method: 'post',
      path: '/v1/complaints/{reference}/reports',
      operationId: 'report',
      tag,
      summary: 'Record what a complaint waits for from outside, where its rule book lets this source do so',
      access: 'intake',
      params: referenceParams,
      body: reportSchema,
      idempotencyKey: 'required',
      answers: {
        200: { description: 'Recorded', schema: reportedSchema },
        202: { description: 'Taken, recording takes longer than the wait', schema: pendingReportSchema },
      },
      problems: ['wrong-stage', 'stale', 'closed', 'forbidden', 'not-found'],
    },
    async ({ params: { reference }, body, holder, idempotencyKey: key }) => {
      const { is, id } = await reporting.perform({ reference, source: holder.id, body, key });
      return is === 'recorded'
        ? { status: 200, body: { reference, id } }
        : { status: 202, body: { reference, id, status: 'pending' } };
    },
  );
}

async function answerTo(context: ApiContext, viewer: string, reference: string, performed: Performed): Promise<Answer> {
  const { id } = performed;
  if (performed.is === 'pending') {
    const link = `/v1/complaints/${encodeURIComponent(reference)}/acts/${encodeURIComponent(id)}`;
    const body: PendingAct = { reference, id, status: 'pending', link };
    return { status: 202, body, headers: { Location: link, 'Retry-After': '2' } };
  }
  const { events, status, stage, round } = performed.result;
  const complaint = await viewOf(context, reference, viewer);
  const body: Acted = { reference, id, events: [events[0], events[1]], status, stage, round, complaint };
  return { status: 200, body };
}
