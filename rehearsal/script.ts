import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { readAct, type ReadAct } from '../domain/acts/act-shape';
import { ACT_NAMES, actRow, type Registration } from '../domain/model/act';
import { addSpan } from '../domain/calendar/due';
import type { Calendar, Instant } from '../domain/calendar/calendar';
import { COMPLAINANT, sourceOf, type Absence, type Directory } from '../domain/model/people';
import { placeAround, placeNamed } from '../domain/people/places';
import { checkForm } from '../domain/rules/forms';
import { REFUSAL_TYPES } from '../domain/model/refusal';
import type { Rules } from '../domain/model/rules';
import type { KnownRules } from '../domain/people/pool-members';
import type { Procedure } from '../domain/model/procedure';
import { parseSpan } from '../domain/calendar/span';
import { DEFAULT_LANGUAGE } from '../procedures/locales/language-tag';

/** A script that cannot be played; the message names the place and what to do. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError';
}

const instant = z.iso.datetime({ offset: true });

const complaintSchema = z.looseObject({
  channel: z.string().optional(),
  locale: z.string().optional(),
  receivedAt: instant.optional(),
  category: z.string().optional(),
  severity: z.string().optional(),
  subject: z.looseObject({ kind: z.string().optional(), reference: z.string().optional() }).optional(),
  requests: z.array(z.string()).optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  narrative: z.string().optional(),
  receivedBy: z.string().optional(),
  place: z.string().optional(),
});

const peopleSchema = z.strictObject({
  departments: z.record(
    z.string(),
    z.strictObject({ kind: z.string().optional(), head: z.string().optional(), parent: z.string().optional() }),
  ),
  staff: z.record(
    z.string(),
    z.strictObject({
      roles: z.array(z.string()),
      department: z.string(),
      manager: z.string().optional(),
      absences: z.array(z.strictObject({ from: instant, to: instant, standIn: z.string().optional() })).optional(),
      interests: z.array(z.string()).optional(),
    }),
  ),
});

const scriptSchema = z.strictObject({
  complaint: complaintSchema.optional(),
  start: instant.optional(),
  people: peopleSchema.optional(),
  acts: z
    .array(
      z.looseObject({
        at: z.string(),
        by: z.string(),
        act: z.enum(ACT_NAMES, { error: `is none of the acts: ${ACT_NAMES.join(', ')}` }),
        /** The type of the refusal, where an act is meant to be refused. */
        refused: z.enum(REFUSAL_TYPES, { error: `is none of the refusals: ${REFUSAL_TYPES.join(', ')}` }).optional(),
      }),
    )
    .default([]),
  /** What must happen, in this order: a type of event, and whatever else it must have. */
  expect: z.array(z.looseObject({ type: z.string() })).default([]),
});

export type Script = z.output<typeof scriptSchema>;

/** One act of a script, its instant and actor not yet looked up. */
export type ScriptedAct = Script['acts'][number];

/** Reads a script; throws ScriptError naming line and column of the first fault. */
export function readScript(text: string, name: string): Script {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  const [fault] = document.errors;
  if (fault) throw new ScriptError(`${place(fault.pos[0])}  ${fault.message.split('\n')[0] ?? ''}`);
  const read = scriptSchema.safeParse(document.toJS({ maxAliasCount: 10 }) ?? {});
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const path = issue?.path ?? [];
  const node = nearestNode(document, path);
  throw new ScriptError(`${place(node)}  ${path.join('.')}: ${issue?.message ?? 'not a script'}`);
}

function nearestNode(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range))
      return Number(node.range[0]);
  }
  return 0;
}

/** The acts in the order of their instants; spans count from the start, in the procedure's calendar. */
export function timedActs(
  script: Script,
  start: Instant,
  calendar: Calendar,
): readonly { at: Instant; scripted: ScriptedAct }[] {
  const timed = script.acts.map((scripted, index) => ({
    at: instantOf(scripted.at, start, calendar, index),
    scripted,
  }));
  return timed.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function instantOf(written: string, start: Instant, calendar: Calendar, index: number): Instant {
  const span = parseSpan(written);
  if (span && span.count >= 0) return addSpan(calendar, start, span);
  const at = instant.safeParse(written).success ? Date.parse(written) : NaN;
  if (Number.isNaN(at))
    throw new ScriptError(
      `acts.${index}.at: "${written}" is neither an instant such as 2026-03-02T11:00:00+08:00 nor a span after the start such as 2h or 3wd`,
    );
  return new Date(at).toISOString();
}

/** Who a script means: a staff id, the complainant, a system as `source:ID`, or a role, preferably of somebody who owns the open task. */
export function actorOf(by: string, people: Directory, owners: readonly string[]): string {
  if (by === COMPLAINANT || sourceOf(by) !== null || Object.hasOwn(people.staff, by)) return by;
  const withRole = Object.keys(people.staff)
    .sort()
    .filter((id) => people.staff[id]?.roles.includes(by));
  const actor = withRole.find((id) => owners.includes(id)) ?? withRole[0];
  if (actor === undefined)
    throw new ScriptError(
      `"${by}" is neither a member of staff, nor a role that somebody has, nor "${COMPLAINANT}", nor a system such as source:shop`,
    );
  return actor;
}

/** The act as it is sent, or why no run would take it: a script may mean to be refused. */
export function actFrom(scripted: ScriptedAct, at: Instant, by: string, id: string): ReadAct {
  const { at: _at, by: _by, refused: _refused, ...rest } = scripted;
  const known = actRow(scripted.act).fields;
  const stray = Object.keys(rest).find((key) => key !== 'act' && key !== 'task' && !Object.hasOwn(known, key));
  if (stray !== undefined)
    throw new ScriptError(
      `act "${scripted.act}" has no field "${stray}"; it has: ${Object.keys(known).join(', ') || 'none'}`,
    );
  return readAct({ ...rest, at, by, id });
}

/** The complaint of a script as the core takes it in; what it leaves out is filled from the procedure. */
export function registrationOf(
  complaint: Script['complaint'],
  { procedure, people }: Pick<KnownRules, 'procedure' | 'people'>,
  reference: string,
  start: Instant,
): Registration {
  const given = complaint ?? {};
  const category = given.category ?? Object.keys(procedure.categories)[0];
  return {
    reference,
    source: 'rehearsal',
    channel: given.channel ?? procedure.channels[0] ?? 'web',
    locale: localeOf(complaint, procedure),
    receivedAt: given.receivedAt ? new Date(given.receivedAt).toISOString() : start,
    ...(category === undefined ? {} : { category }),
    ...(given.severity === undefined ? {} : { severity: given.severity }),
    ...(given.subject?.kind === undefined ? {} : { subjectKind: given.subject.kind }),
    ...(given.receivedBy === undefined ? {} : { receivedBy: given.receivedBy }),
    ...placeOf(given, people.directory),
    ...aboutOf(given.subject, people.directory),
    requests: given.requests ?? [],
    facts: given.facts ?? {},
    content: { content: 'rehearsal', hash: '' },
  };
}

/** The place that it names, else that of whoever received it. */
function placeOf(
  { place, receivedBy = '' }: NonNullable<Script['complaint']>,
  { staff, departments }: Directory,
): Pick<Registration, 'place' | 'placeKind'> {
  const found =
    place === undefined
      ? placeAround(departments, staff[receivedBy]?.department ?? '')
      : (placeNamed(departments, place) ?? { id: place });
  return found === null ? {} : { place: found.id, ...('kind' in found ? { placeKind: found.kind } : {}) };
}

/** What interests may name in it. Its words stand for themselves: everything in a rehearsal is made up. */
function aboutOf(
  { kind, reference }: NonNullable<Script['complaint']>['subject'] & object = {},
  people: Directory,
): Pick<Registration, 'against' | 'about'> {
  if (kind === undefined || reference === undefined) return {};
  if (kind !== 'staff') return { about: [`${kind}:${reference}`] };
  const department = people.staff[reference]?.department;
  const about = [`staff:${reference}`, ...(department === undefined ? [] : [`department:${department}`])];
  return { against: reference, about };
}

/** What an intake would not accept; throws ScriptError with the place and what to write instead. */
export function checkRegistration(rules: Rules, registration: Registration): void {
  const { channel, category, severity, facts, place, placeKind } = registration;
  const { procedure } = rules;
  const among = (key: string, word: string | undefined, known: readonly string[]): void => {
    if (word === undefined || known.includes(word)) return;
    throw new ScriptError(`complaint.${key}: "${word}" is none of: ${known.join(', ')}`);
  };
  among('channel', channel, procedure.channels);
  among('category', category, Object.keys(procedure.categories));
  among('severity', severity, procedure.severities);
  if (place !== undefined && placeKind === undefined)
    throw new ScriptError(`complaint.place: "${place}" is none of the departments of these people that have a kind`);
  const refusal = checkForm(rules, procedure.intake, facts, null);
  if (refusal) throw new ScriptError(`complaint.facts: ${refusal.detail}`);
}

/** The locale of a script's complaint; without one, the first of the procedure. */
export function localeOf(complaint: Script['complaint'], procedure: Procedure): string {
  return complaint?.locale ?? procedure.locales[0] ?? DEFAULT_LANGUAGE;
}

/** The organisation of a script, in the core's terms. */
export function directoryOf(people: NonNullable<Script['people']>): Omit<Directory, 'version'> {
  const { staff, departments } = people;
  return {
    staff: mapped(staff, ({ roles, department, manager, absences, interests }) => ({
      roles,
      department,
      ...(manager === undefined ? {} : { manager }),
      ...(absences === undefined ? {} : { absences: absences.map(absenceOf) }),
      ...(interests === undefined ? {} : { interests }),
    })),
    departments: mapped(departments, ({ kind, head, parent }) => ({
      ...(kind === undefined ? {} : { kind }),
      ...(head === undefined ? {} : { head }),
      ...(parent === undefined ? {} : { parent }),
    })),
  };
}

function absenceOf({ from, to, standIn }: { from: string; to: string; standIn?: string | undefined }): Absence {
  const utc = (written: string): Instant => new Date(written).toISOString();
  return { from: utc(from), to: utc(to), ...(standIn === undefined ? {} : { standIn }) };
}

function mapped<A, B>(from: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, change(value)]));
}
