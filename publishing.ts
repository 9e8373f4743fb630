import { publishRuleBook } from './db/rule-books';
import type { Pool } from './db/pool';
import { loadCatalogue } from './procedures/catalogue';
import { SYSTEM } from './domain/people';

/** Publishes the shipped rule books with their calendars; what is published already stays as it is. Throws CatalogueError. */
export async function publishShippedRuleBooks(pool: Pool): Promise<void> {
  const { ruleBooks, calendars } = await loadCatalogue();
  for (const { procedure, texts, source } of ruleBooks.values()) {
    const calendar = calendars.get(procedure.calendar);
    if (!calendar) throw new Error(`calendar ${procedure.calendar} is not shipped`);
    await publishRuleBook(pool, { procedure, texts, source, calendar, by: SYSTEM });
  }
}
