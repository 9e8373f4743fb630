import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Slot } from '../../domain/calendar/calendar';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const WRITTEN_SLOT = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

const slot = z
  .string()
  .regex(WRITTEN_SLOT, 'hours are written 09:00-12:00')
  .transform((written): Slot => {
    const [from, to] = written.split('-').map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
    return { from: from ?? 0, to: to ?? 0 };
  });

const slots = z.array(slot).refine(inOrder, 'hours must be in order and apart, each ending after it begins');

function inOrder(day: readonly Slot[]): boolean {
  return day.every(({ from, to }, index) => from < to && from >= (day[index - 1]?.to ?? 0));
}

const date = z.iso.date();

const year = z.int().min(2000).max(2100);

/** Public holidays of a country, by its ISO code, as the library `date-holidays` knows them. */
const country = z
  .strictObject({
    country: z.string().regex(/^[A-Z]{2}$/),
    state: z.string().optional(),
    /** The years that are carried: they are part of the calendar's hash, so they are written and not today's. */
    from: year,
    to: year,
    /** Rules of the library that do not hold here, and further ones, in its own grammar. */
    without: z.array(z.string()).default([]),
    also: z.array(z.string()).default([]),
  })
  .refine(({ from, to }) => from <= to, 'the years end before they begin');

const holidays = z.union([z.literal('chinese-days'), country]);

const workingSlots = slots.refine((day) => day.length > 0, 'a make-up day needs working time');

const weekSchema = z.strictObject({
  monday: slots,
  tuesday: slots,
  wednesday: slots,
  thursday: slots,
  friday: slots,
  saturday: slots,
  sunday: slots,
});

const definitionSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    title: z.record(z.string(), z.string()),
    zone: z.string().refine(isZone, 'not a time zone of the IANA database'),
    week: weekSchema.refine((week) => WEEKDAYS.some((day) => week[day].length > 0), 'a week needs working time'),
    holidays,
    'make-up': workingSlots.optional(),
    days: z.record(date, slots).default({}),
  })
  .refine((given) => given.holidays !== 'chinese-days' || given['make-up'], 'make-up days need their hours');

/** What an organisation changes in a calendar that ships: other hours on some weekdays, other make-up days, days of its own. */
export const changesSchema = z.strictObject({
  week: weekSchema.partial().optional(),
  'make-up': workingSlots.optional(),
  days: z.record(date, slots).optional(),
});

/** As written, with hours like `09:00-12:00`. */
export type CalendarChanges = z.input<typeof changesSchema>;
export type HolidaySource = z.output<typeof holidays>;

/** What a calendar's YAML file says, with its hours as minutes. */
export type CalendarDefinition = z.output<typeof definitionSchema>;

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions();
    return true;
  } catch {
    return false;
  }
}

/** Reads a calendar's definition out of YAML text. Throws ZodError or YAMLParseError. */
export function readDefinition(text: string): CalendarDefinition {
  return definitionSchema.parse(parse(text));
}

/** The calendars that ship, by id. */
export function calendarIds(): string[] {
  return readdirSync(__dirname)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/** The definition of a calendar that ships. Throws when there is none of that id. */
export function shippedDefinition(id: string): CalendarDefinition {
  const known = calendarIds();
  if (!known.includes(id)) throw new Error(`no calendar "${id}"; there is ${known.join(', ')}`);
  return readDefinition(readFileSync(join(__dirname, `${id}.yaml`), 'utf8'));
}

/** A definition with an organisation's changes on top; its days go before the definition's own. Throws ZodError, and RangeError for a week without work. */
export function changedDefinition(definition: CalendarDefinition, changes: CalendarChanges): CalendarDefinition {
  const { week: hours = {}, days, 'make-up': madeUp = definition['make-up'] } = changesSchema.parse(changes);
  const week = { ...definition.week };
  for (const day of WEEKDAYS) week[day] = hours[day] ?? week[day];
  if (!WEEKDAYS.some((day) => week[day].length > 0)) throw new RangeError('a week needs working time');
  return { ...definition, week, days: { ...definition.days, ...days }, ...(madeUp ? { 'make-up': madeUp } : {}) };
}

/** Public holidays as announced, for the years that the source knows in full. */
export interface PublicHolidays {
  readonly closed: readonly string[];
  /** Closed for a part of the day only, the minutes from midnight that are. */
  readonly halfClosed: readonly (readonly [date: string, closed: Slot])[];
  /** Days worked in exchange for a holiday. */
  readonly madeUp: readonly string[];
  readonly firstYear: number;
  readonly lastYear: number;
}
