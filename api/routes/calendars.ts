import type { ApiContext } from '../context';
import { route, type Route } from '../http/endpoint';
import type { CalendarEntry, ReadCalendar } from '../../services/calendar-register';
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
      const body: CalendarList = { items: (await context.calendars.list()).map(entryView) };
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
    async ({ params: { id } }) => ({ status: 200, body: viewOf(await context.calendars.find(id)) }),
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
    async ({ params: { id }, body: { reason, replaces, ...changes }, holder }) => {
      await requireRight(context, holder.id, 'keep-calendars');
      const body = viewOf(await context.calendars.change({ id, changes, reason, replaces, by: holder.id }));
      return { status: 200, body };
    },
  );
}

function viewOf({ versions, ...entry }: ReadCalendar): CalendarView {
  return {
    ...entryView(entry),
    calendar: entry.calendar,
    versions: versions.map(({ number, hash, reason, savedBy, savedAt, spreadAt }) => ({
      ...{ number, hash, reason, savedBy },
      savedAt: savedAt.toISOString(),
      spreadAt: spreadAt?.toISOString() ?? null,
    })),
  };
}

function entryView({ id, title, calendar, current }: CalendarEntry): CalendarList['items'][number] {
  const { zone, hash, covers } = calendar;
  return {
    ...{ id, title, zone, hash, covers: { ...covers } },
    number: current?.number ?? 0,
    changes: current?.changes ?? null,
    reason: current?.reason ?? null,
    savedBy: current?.savedBy ?? null,
    savedAt: current?.savedAt.toISOString() ?? null,
    spreadAt: current?.spreadAt?.toISOString() ?? null,
  };
}
