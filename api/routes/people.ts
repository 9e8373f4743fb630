import type { ApiContext } from '../context';
import { route, type Route } from '../http/endpoint';
import {
  absenceBodySchema,
  absenceQuery,
  absenceSchema,
  absencesSchema,
  interestBodySchema,
  interestSchema,
  interestsSchema,
  peopleParams,
} from '../../contract/people';

const tag = 'People';

/** Who is away and who has an interest in what: staff declare their own, somebody above them may for them. */
export function peopleRoutes(context: ApiContext): Route[] {
  return [
    listAbsencesRoute(context),
    addAbsenceRoute(context),
    removeAbsenceRoute(context),
    listInterestsRoute(context),
    declareInterestRoute(context),
    removeInterestRoute(context),
  ];
}

function listAbsencesRoute({ people }: ApiContext): Route {
  return route(
    {
      method: 'get',
      path: '/v1/absences',
      operationId: 'listAbsences',
      tag,
      summary: 'Who is or will be away, by the beginning',
      access: 'staff',
      query: absenceQuery,
      answers: { 200: { description: 'Absences that are not over', schema: absencesSchema } },
    },
    async ({ query: { staff }, holder }) => ({
      status: 200,
      body: { items: await people.absences(holder.id, staff) },
    }),
  );
}

function addAbsenceRoute({ people }: ApiContext): Route {
  return route(
    {
      method: 'post',
      path: '/v1/absences',
      operationId: 'addAbsence',
      tag,
      summary: 'Somebody will be away; their stand-in takes their place in what is assigned meanwhile',
      access: 'staff',
      body: absenceBodySchema,
      answers: { 201: { description: 'Known from now on', schema: absenceSchema } },
    },
    async ({ body, holder }) => ({ status: 201, body: await people.addAbsence(holder.id, body) }),
  );
}

function removeAbsenceRoute({ people }: ApiContext): Route {
  return route(
    {
      method: 'delete',
      path: '/v1/absences/{id}',
      operationId: 'removeAbsence',
      tag,
      summary: 'Somebody is back, or will not be away after all',
      access: 'staff',
      params: peopleParams,
      answers: { 200: { description: 'What was removed', schema: absenceSchema } },
    },
    async ({ params: { id }, holder }) => ({ status: 200, body: await people.removeAbsence(holder.id, id) }),
  );
}

function listInterestsRoute({ people }: ApiContext): Route {
  return route(
    {
      method: 'get',
      path: '/v1/interests',
      operationId: 'listInterests',
      tag,
      summary: 'What the caller and those below them have declared an interest in',
      access: 'staff',
      answers: { 200: { description: 'Interests', schema: interestsSchema } },
    },
    async ({ holder }) => ({ status: 200, body: { items: await people.interests(holder.id) } }),
  );
}

function declareInterestRoute({ people }: ApiContext): Route {
  return route(
    {
      method: 'post',
      path: '/v1/interests',
      operationId: 'declareInterest',
      tag,
      summary: 'Somebody has an interest: they stand aside from complaints about it by themselves',
      access: 'staff',
      body: interestBodySchema,
      answers: { 201: { description: 'Known from now on', schema: interestSchema } },
    },
    async ({ body, holder }) => ({ status: 201, body: await people.declareInterest(holder.id, body) }),
  );
}

function removeInterestRoute({ people }: ApiContext): Route {
  return route(
    {
      method: 'delete',
      path: '/v1/interests/{id}',
      operationId: 'removeInterest',
      tag,
      summary: 'An interest has ended',
      access: 'staff',
      params: peopleParams,
      answers: { 200: { description: 'What was removed', schema: interestSchema } },
    },
    async ({ params: { id }, holder }) => ({ status: 200, body: await people.removeInterest(holder.id, id) }),
  );
}
