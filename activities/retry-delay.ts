const FIRST_MS = 5_000;
const LONGEST_MS = 3_600_000;
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

/**
 * Milliseconds until the next attempt after `failures` failed ones: doubling from 5 s to 1 h, give or take a fifth, so
 * that many notices to one receiver spread out. Null once the attempts have taken about a day. `random` is in [0, 1).
 */
export function retryDelay(failures: number, random: number): number | null {
  let waited = 0;
  for (let earlier = 1; earlier < failures; earlier += 1) waited += nominal(earlier);
  if (waited >= GIVE_UP_AFTER_MS) return null;
  return Math.round(nominal(failures) * (0.8 + 0.4 * random));
}

function nominal(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
}
