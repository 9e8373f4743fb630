import type { CalendarsInUse, PooledTask, RenderDigest } from '../activities/ports';
import { languageRead } from '../procedures/customs/compile-customs';
import { renderDigest, type DigestLine } from '../procedures/words/digest';
import type { Library } from './library';

/** Puts digests into the language of their recipients; each task by the rule book that its complaint took along. */
export function createDigestRenderer(library: Library, now: () => Date): RenderDigest {
  return async ({ recipientName, locale }, { tasks, count, isOpenEnded }) => {
    const lines = await Promise.all(tasks.map((task) => lineOf(library, task)));
    const instant = now().toISOString();
    return renderDigest({
      ...{ recipientName, lines, count, isOpenEnded },
      language: languageRead(locale),
      now: instant,
    });
  };
}

async function lineOf(library: Library, { procedureHash, ...task }: PooledTask): Promise<DigestLine> {
  const ruleBook = await library.ruleBook(procedureHash);
  return { ...task, ruleBook, calendar: await library.calendar(ruleBook.procedure.calendar) };
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
