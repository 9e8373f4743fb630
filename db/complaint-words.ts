import type { Pool } from './pool';

/** How words are looked up: the rarer ones in the index, the others in what it finds. */
export interface WordPlan {
  readonly rarer: readonly string[];
  readonly others: readonly string[];
  /** How many complaints have the rarest of them, as far as is known. */
  readonly complaints: number;
}

/** So many entries of the index are read for one query, at most: some 20 ns each. */
const ENTRIES = 1_200_000;

// What the last `analyze` saw. Its list has a thousand words unless there are fewer that are frequent at all; a word that a
// full list lacks is at most as frequent as the last of those that it has.
const FREQUENCIES = `
  select given.word, coalesce(listed.share, known.unlisted) * greatest(c.reltuples, 0) as complaints
  from pg_class c
  join pg_stats s
    on s.schemaname = c.relnamespace::regnamespace::text and s.tablename = c.relname and s.attname = 'terms'
  cross join lateral (
    select case when cardinality(s.most_common_elem_freqs) < 1000 then 0
           else s.most_common_elem_freqs[cardinality(s.most_common_elem_freqs) - 2] end as unlisted) known
  cross join unnest($1::text[]) as given(word)
  left join unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) as listed(word, share)
    on listed.word = given.word
  where c.oid = 'complaint_search'::regclass`;

/** Words so frequent that reading all their entries would take too long are only looked for in what the others find. */
export async function planWords(pool: Pool, words: readonly string[]): Promise<WordPlan> {
  const { rows } = await pool.query<{ word: string; complaints: number }>({
    name: 'word-frequencies',
    text: FREQUENCIES,
    values: [words],
  });
  const frequencies = new Map(rows.map(({ word, complaints }) => [word, complaints]));
  const complaintsWith = (word: string) => frequencies.get(word) ?? 0;
  const rarer: string[] = [];
  let entries = 0;
  for (const word of words.toSorted((a, b) => complaintsWith(a) - complaintsWith(b))) {
    entries += complaintsWith(word);
    if (entries > ENTRIES) break;
    rarer.push(word);
  }
  return {
    rarer,
    others: words.filter((word) => !rarer.includes(word)),
    complaints: Math.min(...words.map(complaintsWith)),
  };
}
