import { addAbsence, findAbsence, listAbsences, removeAbsence, type AbsenceRow } from '../../db/absences';
import { declareInterest, findInterest, listInterests, removeInterest } from '../../db/interests';
import { isAbove } from '../../domain/people/owners';
import type { Directory } from '../../domain/model/people';
import type { ApiContext } from '../context';
import { route, type Route } from '../http/endpoint';
import { invalidField, notFound, Problem } from '../../contract/problems';
import {
  absenceBodySchema,
  absenceQuery,
  absenceSchema,
  absencesSchema,
  interestBodySchema,
  interestSchema,
  interestsSchema,
  peopleParams,
  type AbsenceView,
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

function listAbsencesRoute({ pool, library, now }: ApiContext): Route {
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
    async ({ query: { staff }, holder }) => {
      const directory = await library.current();
      const rows = await listAbsences(pool, { notOverAt: now().toISOString(), staff });
      return { status: 200, body: { items: rows.map((row) => absenceView(row, directory, holder.id)) } };
    },
  );
}

function addAbsenceRoute({ pool, library, now }: ApiContext): Route {
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
    async ({ body: { staff: whose, from, to, standIn, reason }, holder }) => {
      const directory = await library.current();
      const staff = whose ?? holder.id;
      checkMember(directory, 'staff', staff);
      checkResponsible(directory, holder.id, staff);
      if (standIn !== undefined) checkMember(directory, 'standIn', standIn);
      if (standIn === staff) throw invalidField('standIn', 'must be somebody else');
      if (to <= from) throw invalidField('to', 'must lie after "from"');
      if (to <= now().toISOString()) throw invalidField('to', 'must not be over yet');
      const added = await addAbsence(pool, { staff, from, to, standIn: standIn ?? null, reason: reason ?? null });
      library.peopleChanged();
      return { status: 201, body: added };
    },
  );
}

function removeAbsenceRoute({ pool, library }: ApiContext): Route {
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
    async ({ params: { id }, holder }) => {
      const absence = await findAbsence(pool, id);
      if (!absence) throw notFound('absence');
      checkResponsible(await library.current(), holder.id, absence.staff);
      await removeAbsence(pool, id);
      library.peopleChanged();
      return { status: 200, body: absence };
    },
  );
}

function listInterestsRoute({ pool, library }: ApiContext): Route {
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
    async ({ holder }) => {
      const directory = await library.current();
      const seen = Object.keys(directory.staff).filter((id) => isResponsible(directory, holder.id, id));
      return { status: 200, body: { items: await listInterests(pool, seen) } };
    },
  );
}

function declareInterestRoute({ pool, library, now }: ApiContext): Route {
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
    async ({ body: { staff: whose, interest }, holder }) => {
      const directory = await library.current();
      const staff = whose ?? holder.id;
      checkMember(directory, 'staff', staff);
      checkResponsible(directory, holder.id, staff);
      checkInterest(directory, interest);
      const declared = await declareInterest(pool, { staff, interest, declaredAt: now().toISOString() });
      library.peopleChanged();
      return { status: 201, body: declared };
    },
  );
}

function removeInterestRoute({ pool, library }: ApiContext): Route {
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
    async ({ params: { id }, holder }) => {
      const interest = await findInterest(pool, id);
      if (!interest) throw notFound('interest');
      checkResponsible(await library.current(), holder.id, interest.staff);
      await removeInterest(pool, id);
      library.peopleChanged();
      return { status: 200, body: interest };
    },
  );
}

/** Why somebody is away is for them and those above them. */
function absenceView(row: AbsenceRow, directory: Directory, viewer: string): AbsenceView {
  return isResponsible(directory, viewer, row.staff) ? row : { ...row, reason: null };
}

function isResponsible(directory: Directory, caller: string, staff: string): boolean {
  return caller === staff || isAbove(directory, caller, staff);
}

function checkResponsible(directory: Directory, caller: string, staff: string): void {
  if (isResponsible(directory, caller, staff)) return;
  throw new Problem({ type: 'forbidden', detail: 'This is for them, or for somebody above them.' });
}

function checkMember(directory: Directory, field: string, id: string): void {
  if (!Object.hasOwn(directory.staff, id)) throw invalidField(field, 'must be the id of a member of staff');
}

function checkInterest({ staff, departments }: Directory, interest: string): void {
  const kind = interest.slice(0, interest.indexOf(':'));
  const id = interest.slice(kind.length + 1);
  if (kind === 'staff' && !Object.hasOwn(staff, id))
    throw invalidField('interest', 'must name a member of staff by their id');
  if (kind === 'department' && !Object.hasOwn(departments, id))
    throw invalidField('interest', 'must name a department by its id');
}
