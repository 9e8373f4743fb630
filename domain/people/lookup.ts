import type { Instant } from '../calendar/calendar';
import type { Pool } from '../model/people';
import type { Choosing } from '../model/question';

/** From when, and with what in mind, people are looked at. */
export interface Sight {
  /** Whoever is absent then is seen as away; null: nobody is. */
  readonly at: Instant | null;
  /** Marks of what the complaint is about. */
  readonly about: readonly string[];
}

/** Somebody of the organisation as an answer needs them. */
export interface Person {
  readonly id: string;
  readonly roles: readonly string[];
  readonly department: string;
  /** Null without one who is still there. */
  readonly manager: string | null;
  /** How many people stand above in the reporting line. */
  readonly rank: number;
  /** Away at the instant that is looked from, and who was named to stand in; null when there. */
  readonly away: { readonly standIn: string | null } | null;
  readonly interested: boolean;
}

/** A department and who heads it now; null where nobody does who is still there. */
export interface Headed {
  readonly department: string;
  readonly head: string | null;
}

/** What is looked up to answer questions, each bounded by its limit or by the height of the organisation. */
export interface Lookups {
  /** Those of the ids who are of the organisation. */
  persons: {
    readonly of: { readonly ids: readonly string[]; readonly sight: Sight };
    readonly found: readonly Person[];
  };
  /** Of a pool, by id, after one of them. */
  members: {
    readonly of: { readonly pool: Pool; readonly after: string | null; readonly limit: number; readonly sight: Sight };
    readonly found: readonly Person[];
  };
  /** Who of a pool has declared an interest, by id. */
  interested: {
    readonly of: { readonly pool: Pool; readonly about: readonly string[]; readonly limit: number };
    readonly found: readonly string[];
  };
  /** The departments that a pool's members are of, by id. */
  homes: { readonly of: { readonly pool: Pool; readonly limit: number }; readonly found: readonly string[] };
  /** The managers of a pool's members, by id. */
  managers: { readonly of: { readonly pool: Pool; readonly limit: number }; readonly found: readonly string[] };
  /** A department and those above it, nearest first. */
  line: { readonly of: { readonly department: string }; readonly found: readonly Headed[] };
  /** Whether there is such a department. */
  department: { readonly of: { readonly department: string }; readonly found: boolean };
  /** Everybody above somebody: managers of managers, and the heads of the department and of those above it. */
  seniors: { readonly of: { readonly person: string }; readonly found: readonly string[] };
  /** Whether somebody is above one of a pool. */
  leads: { readonly of: { readonly person: string; readonly pool: Pool }; readonly found: boolean };
  /** Whose named stand-in somebody is among those away at an instant. */
  represented: { readonly of: { readonly standIn: string; readonly at: Instant }; readonly found: readonly string[] };
  /** Everybody, by rank and id, after one of them. */
  top: {
    readonly of: {
      readonly after: { readonly rank: number; readonly id: string } | null;
      readonly limit: number;
      readonly sight: Sight;
    };
    readonly found: readonly Person[];
  };
  /**
   * Who of a pool takes a task next: of those who are there and not left out, nor hold as many as they may, the first by
   * the strategy. `full`: whoever is there holds as many; null: nobody of it is there, or nobody chooses here.
   */
  choice: {
    readonly of: {
      readonly pool: Pool;
      readonly choose: Choosing;
      readonly out: readonly string[];
      readonly sight: Sight;
    };
    readonly found: Choice | 'full' | null;
  };
  /** Whether somebody manages anybody, or heads a department that others are of, besides these. */
  leader: { readonly of: { readonly person: string; readonly except: readonly string[] }; readonly found: boolean };
}

/** Who was chosen, and how many open tasks they held by name before. */
export interface Choice {
  readonly person: string;
  readonly open: number;
}

export type LookupName = keyof Lookups;
export type Lookup = { readonly [N in LookupName]: { readonly look: N } & Lookups[N]['of'] }[LookupName];
export type FoundBy<N extends LookupName> = Lookups[N]['found'];

/** Work that goes on whenever what it looks up is found. */
export type Search<T> = Generator<Lookup, T, unknown>;

/** Looks something up within a search. */
export function* look<N extends LookupName>(name: N, of: Lookups[N]['of']): Search<FoundBy<N>> {
  return (yield { look: name, ...of } as Lookup) as FoundBy<N>;
}

/** How many people are looked at first: one or two are wanted, and most are there. */
export const FIRST_PAGE = 4;
const LONGEST_PAGE = 256;

/** How many are looked at next where those were not enough. */
export function nextPage(limit: number): number {
  return Math.min(limit * 4, LONGEST_PAGE);
}
