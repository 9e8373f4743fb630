import { z } from 'zod';
import type { Calendar } from '../domain/calendar/calendar';
import { WEEKDAYS } from '../procedures/calendars/definition';
import { instant, key, shaped, text } from './values';

const hours = z
  .array(z.string().max(11))
  .max(12)
  .meta({ description: 'Working hours of a day such as `09:00-12:00`, in order; none is a closed day.' });

const changes = {
  week: z
    .strictObject(Object.fromEntries(WEEKDAYS.map((day) => [day, hours.optional()])))
    .optional()
    .meta({ description: 'Other hours on these weekdays.' }),
  'make-up': hours.optional().meta({ description: 'Hours of days worked in exchange for a holiday.' }),
  days: z
    .record(z.iso.date(), hours)
    .refine((days) => Object.keys(days).length <= 200, 'has too many days')
    .optional()
    .meta({ description: "The organisation's own days, by local date; they go before the holidays." }),
};

export const calendarIn = z
  .strictObject({
    ...changes,
    reason: text,
    replaces: z
      .int()
      .min(0)
      .optional()
      .meta({ description: 'The number this was made for: refused as `stale` once somebody else has changed it.' }),
  })
  .meta({
    id: 'CalendarChange',
    description:
      'Everything in which the organisation differs from the calendar that ships. It takes the place of what was changed before; nothing but a reason is the calendar as it ships.',
  });

const entry = {
  id: z.string(),
  title: z.record(z.string(), z.string()),
  zone: z.string(),
  number: z.int().meta({ description: '0: not in use yet.' }),
  hash: z.string(),
  covers: z.object({ from: z.string(), to: z.string() }),
  changes: z.object(changes).nullable().meta({ description: 'Null where it is as it ships.' }),
  reason: z.string().nullable(),
  savedBy: z.string().nullable(),
  savedAt: instant.nullable(),
  spreadAt: instant.nullable().meta({ description: 'When every open complaint had heard of it.' }),
};

export const calendarListSchema = z.object({ items: z.array(z.object(entry)) }).meta({ id: 'CalendarList' });
export const calendarSchema = z
  .object({
    ...entry,
    calendar: shaped<Calendar>(),
    versions: z.array(
      z.object({
        number: z.int(),
        hash: z.string(),
        reason: z.string().nullable(),
        savedBy: z.string(),
        savedAt: instant,
        spreadAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'Calendar', description: 'A calendar as it is counted by, hours in minutes from midnight.' });

export type CalendarList = z.output<typeof calendarListSchema>;
export type CalendarView = z.output<typeof calendarSchema>;
export type CalendarChangeBody = z.input<typeof calendarIn>;
export const calendarParams = z.object({ id: key });
