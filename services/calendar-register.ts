import { notFound, Problem } from '../contract/problems';
import { CalendarMoved, calendarVersions, changeCalendar, listCalendars, type CalendarVersion } from '../db/calendars';
import type { PostgresContentStore } from '../db/content';
import type { Pool } from '../db/pool';
import type { Calendar } from '../domain/calendar/calendar';
import { compileCalendar, compileDefinition } from '../procedures/calendars/compile-calendar';
import {
  calendarIds,
  changedDefinition,
  changesSchema,
  shippedDefinition,
  type CalendarChanges,
} from '../procedures/calendars/definition';
import type { LocalText } from '../procedures/language/rule-book';
import type { Library } from './library';

export interface CalendarRegisterInput {
  readonly pool: Pool;
  readonly library: Library;
  readonly contents: PostgresContentStore;
}

/** A calendar that ships, as the organisation has it. */
export interface CalendarEntry {
  readonly id: string;
  readonly title: LocalText;
  readonly calendar: Calendar;
  /** The current version, as of `versions`; null while it is not in use. */
  readonly current: ReadVersion | null;
}

export interface ReadVersion extends Omit<CalendarVersion, 'reason'> {
  /** Null where it came without one, or once it is erased. */
  readonly reason: string | null;
}

export interface ReadCalendar extends CalendarEntry {
  /** Newest first. */
  readonly versions: readonly ReadVersion[];
}

export interface ChangeInput {
  readonly id: string;
  /** Everything in which the organisation differs from what ships. */
  readonly changes: CalendarChanges;
  readonly reason: string;
  readonly replaces: number | undefined;
  readonly by: string;
}

/** The calendars that limits are counted by, and the way to change them. */
export class CalendarRegister {
  constructor(private readonly input: CalendarRegisterInput) {}

  /** Every calendar that ships. */
  async list(): Promise<readonly CalendarEntry[]> {
    const saved = new Map((await this.#read(await listCalendars(this.input.pool))).map((one) => [one.id, one]));
    return calendarIds().map((id) => entryOf(id, saved.get(id)));
  }

  /** Throws `not-found`. */
  async find(id: string): Promise<ReadCalendar> {
    if (!calendarIds().includes(id)) throw notFound('calendar');
    const versions = await this.#read(await calendarVersions(this.input.pool, id));
    return { ...entryOf(id, versions[0]), versions };
  }

  /** New complaints count by it at once. Throws `Problem`: unknown, not to be counted by, or changed by somebody else. */
  async change({ id, changes, reason: why, replaces, by }: ChangeInput): Promise<ReadCalendar> {
    const { pool, contents, library } = this.input;
    const { calendar, base } = compiled(id, changes);
    const reason = await contents.put({ reference: id, kind: 'calendar', text: why, by });
    const kept = Object.keys(changes).length === 0 ? null : changes;
    try {
      await changeCalendar(pool, { calendar, base, changes: kept, reason, by, replaces });
    } catch (error) {
      throw error instanceof CalendarMoved ? stale(error) : error;
    }
    library.calendarChanged(id);
    return this.find(id);
  }

  async #read(versions: readonly CalendarVersion[]): Promise<readonly ReadVersion[]> {
    const ids = versions.flatMap(({ reason }) => (reason ? [reason.content] : []));
    const texts = await this.input.contents.get(ids);
    return versions.map(({ reason, ...version }) => {
      return { ...version, reason: texts.get(reason?.content ?? '')?.text ?? null };
    });
  }
}

function entryOf(id: string, current: ReadVersion | undefined): CalendarEntry {
  const { title } = shippedDefinition(id);
  return { id, title, calendar: current?.calendar ?? compileCalendar(id), current: current ?? null };
}

function compiled(id: string, changes: CalendarChanges): { readonly calendar: Calendar; readonly base: string } {
  if (!calendarIds().includes(id)) throw notFound('calendar');
  const read = changesSchema.safeParse(changes);
  if (!read.success) {
    const errors = read.error.issues
      .slice(0, 20)
      .map(({ path, message }) => ({ field: path.join('.'), detail: message }));
    throw new Problem({ type: 'invalid-field', detail: 'Hours are written 09:00-12:00, in order and apart.', errors });
  }
  try {
    const calendar = compileDefinition(changedDefinition(shippedDefinition(id), changes));
    return { calendar, base: compileCalendar(id).hash };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Problem({ type: 'invalid-field', detail: 'A week needs working time.', errors: [] });
  }
}

function stale({ current }: CalendarMoved): Problem {
  return new Problem({ type: 'stale', detail: `Somebody has changed it meanwhile: the current number is ${current}.` });
}
