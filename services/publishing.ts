import { CalendarMoved, calendarVersions, changeCalendar, listCalendars } from '../db/calendars';
import { createContentStore } from '../db/content';
import type { Pool } from '../db/pool';
import { publishRuleBook } from '../db/rule-books';
import { holdersOf } from '../db/staff-diagnosis';
import { SYSTEM } from '../domain/model/people';
import { rolesNamed } from '../domain/rules/named-roles';
import { compileCalendar, compileDefinition } from '../procedures/calendars/compile-calendar';
import {
  calendarIds,
  changedDefinition,
  shippedDefinition,
  type CalendarChanges,
} from '../procedures/calendars/definition';
import { loadCatalogue } from '../procedures/reading/catalogue';
import { translated } from '../procedures/reading/translate';
import { renewedReason } from '../procedures/words/own-reasons';

/**
 * Publishes the shipped rule books with their calendars; what is published already stays as it is. A calendar that ships
 * with other days than before keeps the organisation's changes on top. Answers with the roles of them that nobody holds.
 * Throws CatalogueError.
 */
export async function publishShippedRuleBooks(pool: Pool): Promise<readonly string[]> {
  const { ruleBooks, calendars } = await loadCatalogue();
  await renewCalendars(pool);
  for (const ruleBook of ruleBooks.values()) {
    const id = ruleBook.procedure.calendar;
    const calendar = calendars.get(id);
    if (!calendar) throw new Error(`calendar ${id} is not shipped`);
    await publishRuleBook(pool, { ...translated(ruleBook), calendar, by: SYSTEM });
  }
  const roles = [...ruleBooks.values()].flatMap(({ procedure }) => rolesNamed(procedure));
  const found = await holdersOf(pool, [...new Set(roles)].sort());
  return found.filter(({ holders }) => holders.length === 0).map(({ role }) => role);
}

/** Calendars in use that ship anew get a version which open complaints hear of. An older program brings nothing back. */
async function renewCalendars(pool: Pool): Promise<void> {
  const shipped = calendarIds();
  for (const { id } of await listCalendars(pool)) if (shipped.includes(id)) await renewCalendar(pool, id);
}

async function renewCalendar(pool: Pool, id: string): Promise<void> {
  const shipped = compileCalendar(id);
  const versions = await calendarVersions(pool, id);
  const [current] = versions;
  if (!current || versions.some(({ base }) => base === shipped.hash)) return;
  const changes = current.changes as CalendarChanges | null;
  const calendar = changes === null ? shipped : compileDefinition(changedDefinition(shippedDefinition(id), changes));
  const reason = await createContentStore(pool).put({
    reference: id,
    kind: 'calendar',
    text: renewedReason(),
    by: SYSTEM,
  });
  const renewed = { calendar, base: shipped.hash, changes, reason, by: SYSTEM, replaces: current.number };
  await changeCalendar(pool, renewed).catch((error: unknown) => {
    if (!(error instanceof CalendarMoved)) throw error;
  });
}
