const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const SCRIPTS = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}';
const CJK_RUNS = new RegExp(`[${SCRIPTS}]+`, 'gu');
const CJK_OR_REST = new RegExp(`[${SCRIPTS}]+|[^${SCRIPTS}]+`, 'gu');
const LONGEST = 64;

/** What a text is found by: other words in lower case, single CJK characters and their pairs. Each term once. */
export function searchTerms(text: string): readonly string[] {
  return collect(text, (run) => [...run, ...pairs(run)]);
}

/** What a query asks for: a lone CJK character as it is, longer runs as their pairs. All terms must be found. */
export function queryTerms(query: string): readonly string[] {
  return collect(query, (run) => (run.length === 1 ? run : pairs(run)));
}

function collect(text: string, cjkTerms: (run: readonly string[]) => readonly string[]): readonly string[] {
  const terms = new Set<string>();
  for (const [word] of text.normalize('NFKC').toLowerCase().matchAll(WORD)) {
    for (const [part] of word.matchAll(CJK_OR_REST)) {
      const found = part.match(CJK_RUNS) ? cjkTerms([...part]) : [part.slice(0, LONGEST)];
      for (const term of found) terms.add(term);
    }
  }
  return [...terms];
}

function pairs(run: readonly string[]): readonly string[] {
  return run.slice(1).map((character, index) => `${run[index] ?? ''}${character}`);
}
