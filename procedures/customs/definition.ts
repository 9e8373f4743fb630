import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Slot } from '../../domain/calendar/calendar';
import { LANGUAGES } from '../locales/language-list';

const WRITTEN_HOURS = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;
const MINUTES_A_DAY = 1440;

/** `22:00-08:00` goes over midnight: two slots of a day. */
const hours = z
  .string()
  .regex(WRITTEN_HOURS, 'hours are written 22:00-08:00')
  .transform((written): Slot[] => {
    const [from = 0, to = 0] = written.split('-').map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
    const slots =
      from < to
        ? [{ from, to }]
        : [
            { from, to: MINUTES_A_DAY },
            { from: 0, to },
          ];
    return slots.filter((slot) => slot.from < slot.to);
  });

const hoursOfDay = z
  .array(hours)
  .min(1)
  .transform((written): Slot[] => written.flat().sort((one, other) => one.from - other.from));

const date = z.iso.date();

const days = z.union([
  z.literal('ramadan'),
  z
    .array(z.strictObject({ from: date, to: date }).refine(({ from, to }) => from <= to, 'it ends before it begins'))
    .min(1),
]);

/** In some of our languages. */
const titles = z.partialRecord(z.enum(LANGUAGES), z.string().min(1));

/** Where it is from, or that nobody has said so and something sensible was set. */
const origin = { source: z.string().optional(), assumed: z.literal(true).optional() };

function isFounded({ source, assumed }: { source?: string | undefined; assumed?: true | undefined }): boolean {
  return (source === undefined) !== (assumed === undefined);
}
const UNFOUNDED = 'says where it is from: either source or assumed: true';

const definitionSchema = z.strictObject({
  locale: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a language tag such as zh-CN'),
  title: titles,
  /** Of the languages that texts are written in, the one that is read best where there is none of their own. */
  reads: z.enum(LANGUAGES).optional(),
  quiet: z
    .strictObject({
      hours: hoursOfDay.refine(leavesTime, 'quiet hours must leave an hour of every day'),
      ...origin,
    })
    .refine(isFounded, UNFOUNDED)
    .optional(),
  blackouts: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]*$/),
      z.strictObject({ title: titles, days, hours: hoursOfDay, ...origin }).refine(isFounded, UNFOUNDED),
    )
    .default({}),
  'never-offer': z
    .strictObject({ remedies: z.array(z.string().regex(/^[a-z][a-z0-9-]*$/)).min(1), ...origin })
    .refine(isFounded, UNFOUNDED)
    .optional(),
  apologiser: z
    .strictObject({ role: z.string().regex(/^[a-z][a-z0-9-]*$/), ...origin })
    .refine(isFounded, UNFOUNDED)
    .optional(),
});

/** What the YAML file of one locale's customs says, with its hours as minutes. */
export type CustomsDefinition = z.output<typeof definitionSchema>;

function leavesTime(slots: readonly Slot[]): boolean {
  return slots.reduce((sum, { from, to }) => sum + to - from, 0) <= MINUTES_A_DAY - 60;
}

/** Reads customs out of YAML text. Throws ZodError or YAMLParseError. */
export function readCustoms(text: string): CustomsDefinition {
  return definitionSchema.parse(parse(text));
}

/** The locales whose customs ship. */
export function customsLocales(): string[] {
  return [...shipped().keys()];
}

/** The customs that ship for a locale. Throws when there are none for exactly this one. */
export function shippedCustoms(locale: string): CustomsDefinition {
  const definition = shipped().get(locale);
  if (!definition) throw new Error(`no customs for "${locale}"; there are ${customsLocales().join(', ')}`);
  return definition;
}

let known: ReadonlyMap<string, CustomsDefinition> | undefined;

/** Read once: they ship with the program. */
function shipped(): ReadonlyMap<string, CustomsDefinition> {
  known ??= new Map(
    readdirSync(__dirname)
      .filter((file) => file.endsWith('.yaml'))
      .sort()
      .map((file) => [file.slice(0, -'.yaml'.length), readCustoms(readFileSync(join(__dirname, file), 'utf8'))]),
  );
  return known;
}
