import type { ComplainantActBody, StaffActBody } from '../contract/act';
import { addSpan } from '../domain/calendar/due';
import type { Calendar, Instant } from '../domain/calendar/calendar';
import { parseSpan } from '../domain/calendar/span';
import { candidatesFor, playsFor, type CastMember } from './next-move';
import { CUSTOMER, type Deed, type Seen, type Story } from './play';

/** Far more than the longest story has. */
const MOST_MOVES = 120;

/** An act that somebody may do now. */
export interface Allowed {
  readonly act: string;
  readonly task: string | null;
}

/** One complaint as its players meet it. `by` is a staff id or `complainant`. */
export interface World {
  look(): Promise<Seen>;
  allowed(by: string): Promise<readonly Allowed[]>;
  /** Resolves once it is recorded, or when something else came first. `key` makes it happen once. */
  act(input: {
    readonly by: string;
    readonly body: StaffActBody | ComplainantActBody;
    readonly key: string;
  }): Promise<void>;
  /** Null where time cannot be moved. */
  readonly jump: ((to: Instant) => Promise<void>) | null;
}

export interface PlayStoryInput {
  readonly story: Story;
  readonly world: World;
  readonly cast: readonly CastMember[];
  readonly calendar: Calendar;
  readonly turn: number;
}

export interface Played {
  readonly acts: number;
  readonly jumps: number;
  /** It would go on once this instant has come, but time cannot be moved. */
  readonly waitsFor: Instant | null;
}

interface Choice {
  readonly deed: Deed;
  readonly by: string;
  readonly body: StaffActBody | ComplainantActBody;
}

/** Plays a story from wherever its complaint stands to where the story ends. Throws when it does not end. */
export async function playStory(input: PlayStoryInput): Promise<Played> {
  const { story, world, calendar } = input;
  const waited = new Set<Deed>();
  let acts = 0;
  let jumps = 0;
  for (let move = 0; move < MOST_MOVES; move += 1) {
    const seen = await world.look();
    const next = await choose(input, seen);
    if (next === null) return { acts, jumps, waitsFor: null };
    if (next === 'wait') {
      if (world.jump === null || seen.nextAt === null) return { acts, jumps, waitsFor: seen.nextAt };
      await world.jump(seen.nextAt);
      jumps += 1;
    } else if (world.jump !== null && !waited.has(next.deed)) {
      waited.add(next.deed);
      await world.jump(addSpan(calendar, seen.lastAt, spanOf(next.deed.after)));
      jumps += 1;
    } else {
      waited.delete(next.deed);
      await world.act({ by: next.by, body: next.body, key: `${next.body.act}-${seen.events}` });
      acts += 1;
    }
  }
  throw new Error(`The story of ${story.file} does not come to an end.`);
}

async function choose({ story, world, cast, turn }: PlayStoryInput, seen: Seen): Promise<Choice | 'wait' | null> {
  for (const play of playsFor(story, seen)) {
    if (play.does === 'wait') return 'wait';
    const candidates = play.by === CUSTOMER ? [CUSTOMER] : candidatesFor({ by: play.by, seen, cast, turn });
    for (const by of candidates) {
      const body = play.body(by);
      const allowed = (await world.allowed(by)).find(({ act }) => act === body.act);
      if (allowed) return { deed: play, by, body: allowed.task === null ? body : { ...body, task: allowed.task } };
    }
  }
  return null;
}

function spanOf(written: string) {
  const span = parseSpan(written);
  if (!span) throw new Error(`"${written}" is not a span`);
  return span;
}
