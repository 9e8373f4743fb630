import type { CalendarsInUse, DigestTask, OpenTasks, RenderDigest } from '../activities/ports';
import { languageRead } from '../procedures/customs/compile-customs';
import { renderDigest, type DigestLine, type DigestPart } from '../procedures/words/digest';
import type { Library } from './library';

/** Puts digests into the language of their recipients; each task by the rule book that its complaint took along. */
export function createDigestRenderer(library: Library, now: () => Date): RenderDigest {
  return async ({ recipientName, locale }, open) => {
    const [pooled, inherited] = await Promise.all([partOf(library, open.pooled), partOf(library, open.inherited)]);
    return renderDigest({ recipientName, language: languageRead(locale), pooled, inherited, now: now().toISOString() });
  };
}

async function partOf<T extends DigestTask>(
  library: Library,
  { tasks, count, isOpenEnded }: OpenTasks<T>,
): Promise<DigestPart<T & DigestLine>> {
  const lines = tasks.map(async (task) => {
    const ruleBook = await library.ruleBook(task.procedureHash);
    return { ...task, ruleBook, calendar: await library.calendar(ruleBook.procedure.calendar) };
  });
  return { lines: await Promise.all(lines), count, isOpenEnded };
}

/** The calendars of the rule books that new complaints go by, as they are now. */
export function createCalendarsInUse(library: Library): CalendarsInUse {
  return async () => {
    const byCalendar = new Map<string, string[]>();
    for (const { procedure } of await library.currentRuleBooks()) {
      byCalendar.set(procedure.calendar, [...(byCalendar.get(procedure.calendar) ?? []), procedure.key]);
    }
    return Promise.all(
      [...byCalendar].map(async ([id, procedures]) => ({ calendar: await library.calendar(id), procedures })),
    );
  };
}
