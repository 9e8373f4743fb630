import { type z } from 'zod';
import {
  CalendarMoved,
  calendarVersions,
  changeCalendar,
  listCalendars,
  type CalendarVersion,
} from '../../db/calendars';
import type { Calendar } from '../../domain/calendar/calendar';
import { compileCalendar, compileDefinition } from '../../procedures/calendars/compile-calendar';
import {
  calendarIds,
  changedDefinition,
  changesSchema,
  shippedDefinition,
  type CalendarChanges,
} from '../../procedures/calendars/definition';
import type { ApiContext } from '../context';
import { route, type Route } from '../http/endpoint';
import { notFound, Problem } from '../../contract/problems';
import { requireRight } from './required-right';
import {
  calendarIn,
  calendarListSchema,
  calendarParams,
  calendarSchema,
  type CalendarList,
  type CalendarView,
} from '../../contract/calendar';

const tag = 'Calendars';

/** The calendars that limits are counted by, and the way to change them. */
export function calendarRoutes(context: ApiContext): Route[] {
  return [listRoute(context), oneRoute(context), changeRoute(context)];
}

function listRoute(context: ApiContext): Route {
  return route(
    {
      method: 'get',
      path: '/v1/calendars',
      operationId: 'listCalendars',
      tag,
      summary: 'Every calendar that ships, with what the organisation has changed',
      access: 'staff',
      answers: { 200: { description: 'All of them', schema: calendarListSchema } },
    },
    async () => {
      const saved = new Map((await listCalendars(context.pool)).map((version) => [version.id, version]));
      const texts = await reasonsOf(context, [...saved.values()]);
      const items = calendarIds().map((id) => entryOf(id, saved.get(id), texts));
      const body: CalendarList = { items };
      return { status: 200, body };
    },
  );
}

function oneRoute(context: ApiContext): Route {
  return route(
    {
      method: 'get',
      path: '/v1/calendars/{id}',
      operationId: 'getCalendar',
      tag,
      summary: 'One calendar with its versions',
      access: 'staff',
      params: calendarParams,
      answers: { 200: { description: 'The calendar', schema: calendarSchema } },
    },
    async ({ params: { id } }) => ({ status: 200, body: await viewOf(context, id) }),
  );
}

function changeRoute(context: ApiContext): Route {
  return route(
    {
      method: 'put',
      path: '/v1/calendars/{id}',
      operationId: 'changeCalendar',
      tag,
      summary:
        'Change a calendar, by the right `keep-calendars`: new complaints count by it at once, open ones as soon as they have heard',
      access: 'staff',
      params: calendarParams,
      body: calendarIn,
      answers: { 200: { description: 'The calendar as it is now', schema: calendarSchema } },
      problems: ['stale', 'forbidden', 'not-found'],
    },
    async ({ params: { id }, body: { reason: why, replaces, ...written }, holder }) => {
      await requireRight(context, holder.id, 'keep-calendars');
      const changes = written;
      const { calendar, base } = compiled(id, changes);
      const reason = await context.contents.put({ reference: id, kind: 'calendar', text: why, by: holder.id });
      const kept = Object.keys(changes).length === 0 ? null : changes;
      await changeCalendar(context.pool, { calendar, base, changes: kept, reason, by: holder.id, replaces }).catch(
        (error: unknown) => {
          throw error instanceof CalendarMoved ? stale(error) : error;
        },
      );
      context.library.calendarChanged(id);
      return { status: 200, body: await viewOf(context, id) };
    },
  );
}

function stale({ current }: CalendarMoved): Problem {
  return new Problem({ type: 'stale', detail: `Somebody has changed it meanwhile: the current number is ${current}.` });
}

function compiled(id: string, changes: CalendarChanges): { readonly calendar: Calendar; readonly base: string } {
  if (!calendarIds().includes(id)) throw notFound('calendar');
  const read = changesSchema.safeParse(changes);
  if (!read.success) throw invalidChanges(read.error);
  try {
    const calendar = compileDefinition(changedDefinition(shippedDefinition(id), changes));
    return { calendar, base: compileCalendar(id).hash };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Problem({ type: 'invalid-field', detail: 'A week needs working time.', errors: [] });
  }
}

function invalidChanges({ issues }: z.ZodError): Problem {
  const errors = issues.slice(0, 20).map(({ path, message }) => ({ field: path.join('.'), detail: message }));
  return new Problem({ type: 'invalid-field', detail: 'Hours are written 09:00-12:00, in order and apart.', errors });
}

async function viewOf(context: ApiContext, id: string): Promise<CalendarView> {
  if (!calendarIds().includes(id)) throw notFound('calendar');
  const versions = await calendarVersions(context.pool, id);
  const [current] = versions;
  const texts = await reasonsOf(context, versions);
  return {
    ...entryOf(id, current, texts),
    calendar: current?.calendar ?? compileCalendar(id),
    versions: versions.map((version) => ({
      number: version.number,
      hash: version.hash,
      reason: texts.get(version.reason?.content ?? '') ?? null,
      savedBy: version.savedBy,
      savedAt: version.savedAt.toISOString(),
      spreadAt: version.spreadAt?.toISOString() ?? null,
    })),
  };
}

type Reasons = ReadonlyMap<string, string | null>;

async function reasonsOf({ contents }: ApiContext, versions: readonly CalendarVersion[]): Promise<Reasons> {
  const stored = await contents.get(versions.flatMap(({ reason }) => (reason ? [reason.content] : [])));
  return new Map([...stored].map(([id, { text }]) => [id, text]));
}

function entryOf(id: string, current: CalendarVersion | undefined, texts: Reasons): CalendarList['items'][number] {
  const { title } = shippedDefinition(id);
  const { zone, hash, covers } = current?.calendar ?? compileCalendar(id);
  return {
    ...{ id, title, zone, hash, covers: { ...covers } },
    number: current?.number ?? 0,
    changes: current?.changes ?? null,
    reason: texts.get(current?.reason?.content ?? '') ?? null,
    savedBy: current?.savedBy ?? null,
    savedAt: current?.savedAt.toISOString() ?? null,
    spreadAt: current?.spreadAt?.toISOString() ?? null,
  };
}
