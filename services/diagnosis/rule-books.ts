import { sourceSettings, type SourceSettings } from '../../db/diagnosis';
import { listProcedures } from '../../db/rule-books';
import type { FindingFacts } from '../../procedures/words/diagnosis';
import type { RuleBook } from '../../procedures/language/rule-book';
import { named, type Check, type Installation } from './finding';

/** Something is published to file under, and there is somebody who files under it. */
export const ruleBooksCheck: Check = {
  name: 'rule-books',
  needsEngine: false,
  async look({ pool, ask }) {
    const published = (await listProcedures(pool)).map(({ key }) => key);
    const sources = await ask(sourceSettings);
    return [
      ...(published.length === 0 ? [{ code: 'no-rule-book', about: [] } as const] : []),
      ...(sources.length === 0 ? [{ code: 'no-source', about: [] } as const] : []),
      ...sources.flatMap((source) => unpublished(source, published)),
    ];
  },
};

function unpublished({ id, procedures }: SourceSettings, published: readonly string[]): readonly FindingFacts[] {
  const lacking = (procedures ?? []).filter((key) => !published.includes(key));
  if (procedures === null || lacking.length === 0) return [];
  const code = lacking.length === procedures.length ? 'source-cannot-file' : 'source-names-unpublished';
  return [{ code, about: [named('source', [id]), named('procedure', lacking)] }];
}

/** The current rule books that some source may file under; all of them while there is no source. */
export async function ruleBooksInUse({ pool, ask, library }: Installation): Promise<readonly RuleBook[]> {
  const sources = await ask(sourceSettings);
  const isUsed = (key: string): boolean =>
    sources.length === 0 || sources.some(({ procedures }) => procedures === null || procedures.includes(key));
  const keys = (await listProcedures(pool)).map(({ key }) => key).filter(isUsed);
  const found = await Promise.all(keys.map((key) => library.currentRuleBook(key)));
  return found.filter((ruleBook) => ruleBook !== null);
}
