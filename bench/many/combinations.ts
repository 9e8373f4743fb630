import type { ComplaintFilters, ComplaintSort } from '../../db/complaint-lists';
import { drawer } from './lives';
import { listQuery, type StoreQuery } from './queries';
import { SAMPLE_WORDS, sampleReference } from './texts';

type Choice = Partial<ComplaintFilters>;

/** For each filter what many complaints have, and what few or none have; the empty choice leaves it out. */
function choices(middle: string): readonly (readonly Choice[])[] {
  return [
    [{}, { procedure: 'property-developer' }, { procedure: 'school' }],
    [{}, { stage: 'investigate' }, { stage: 'none-such' }],
    [{}, { severity: 'general' }, { severity: 'urgent' }],
    [{}, { department: 'department-0' }, { department: 'department-59' }],
    [{}, { owner: 'staff-0' }, { owner: 'staff-499' }],
    [{}, { level: 0 }, { level: 3 }],
    [{}, { dueBefore: '2099-01-01T00:00:00.000Z' }, { dueBefore: '2000-01-01T00:00:00.000Z' }],
    [{}, { receivedAfter: middle }, { receivedAfter: '2099-01-01T00:00:00.000Z' }],
    [{}, { open: true }, { open: false }],
  ];
}

const SORTS: readonly ComplaintSort[] = ['receivedAt', '-receivedAt', 'dueAt', '-dueAt'];

/** Every combination of filters, without words, in every order. */
export function everyCombination(middle: string): readonly StoreQuery[] {
  let combinations: readonly Choice[] = [{}];
  for (const some of choices(middle))
    combinations = combinations.flatMap((one) => some.map((more) => ({ ...one, ...more })));
  return combinations.flatMap((filters) => SORTS.map((sort) => listQuery(filters, sort)));
}

/** So many of them that are drawn, and as many with words of every kind. */
export function drawnCombinations(middle: string, count: number): readonly StoreQuery[] {
  const draw = drawer(4_711);
  const all = everyCombination(middle);
  const kinds = choices(middle);
  const withWords = Array.from({ length: count }, () => {
    const filters = Object.assign(
      { q: words(draw) },
      ...kinds.map((some) => (draw(2) === 0 ? {} : some[draw(some.length)])),
    ) as ComplaintFilters;
    return listQuery(filters, SORTS[draw(SORTS.length)]);
  });
  return [...Array.from({ length: count }, () => all[draw(all.length)] as StoreQuery), ...withWords];
}

function words(draw: (limit: number, lean?: number) => number): string {
  const { everywhere, halves, absent, cjk } = SAMPLE_WORDS;
  const kinds = [everywhere, ...halves, absent, ...cjk, sampleReference(draw(1_000) + 1), `name${draw(200_000)}`];
  const drawn = Array.from({ length: 1 + draw(4) }, () => {
    return draw(2) === 0 ? `w${draw(40_000, 4)}` : (kinds[draw(kinds.length)] ?? absent);
  });
  return drawn.join(' ');
}
