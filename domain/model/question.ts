import type { Instant } from '../calendar/calendar';
import type { Chosen, LeftOutReason } from './event';
import type { Holders } from './people';
import type { Strategy } from './procedure';

/** Somebody who does not come into question, and why. */
export interface LeftOut {
  readonly person: string;
  readonly why: LeftOutReason;
}

/** Who must stand aside when people are looked for, as the complaint itself says it. */
export interface Aside {
  readonly people: readonly LeftOut[];
  /** Marks of what the complaint is about: whoever has declared an interest in one of them stands aside. */
  readonly about: readonly string[];
  /** Nobody's stand-ins: the matter is to leave these, or to be seen by somebody besides them. */
  readonly noStandIns: Holders;
  /** Whoever is absent then is left out, too, and their stand-in asked; null: absence does not count. */
  readonly at: Instant | null;
}

/** Whom a rule names, in the order of their turn. */
export interface Wanted {
  /** Single people who come first. */
  readonly first: readonly string[];
  readonly role: string;
  /** `there`: of that department; `above`: of the nearest above it that has somebody; `anywhere`: wherever they are. */
  readonly reach: 'there' | 'above' | 'anywhere';
  readonly department: string | null;
}

/** People found for a task, and who was passed over on the way. */
export interface Found extends Holders {
  /** Where they are of, when that is one department. */
  readonly department: string | null;
  readonly leftOut: readonly LeftOut[];
  /** How many were passed over because they are absent. */
  readonly absent: number;
  /** How the one was chosen among several. */
  readonly chosen?: Chosen;
  /** Passed over whole pools because each of them holds as many as may be. */
  readonly full?: true;
}

/** How one of several is chosen, and for which task: asked again for the same task, it is the same person. */
export interface Choosing {
  readonly by: Strategy;
  readonly most: number | null;
  readonly for: { readonly reference: string; readonly task: string };
}

/** Of a member of staff: what a decision may depend on. */
export interface Member {
  readonly department: string;
  /** Has declared an interest in what the complaint is about. */
  readonly interested: boolean;
}

/** What the core asks about people, and what it is answered. Answers grow with nothing. */
export interface Questions {
  /** Who this is; null for whoever is not of the organisation. */
  member: {
    readonly asks: { readonly person: string; readonly about: readonly string[] };
    readonly answer: Member | null;
  };
  /** Whether somebody has one of these roles. */
  role: { readonly asks: { readonly person: string; readonly roles: readonly string[] }; readonly answer: boolean };
  /** Whether there is such a department. */
  department: { readonly asks: { readonly department: string }; readonly answer: boolean };
  /**
   * The next ones of a role and place. A pool of which one alone is left is that person; `one` asks for somebody by name,
   * `choose` for one of several by a strategy.
   */
  next: {
    readonly asks: {
      readonly wanted: Wanted;
      readonly aside: Aside;
      readonly one: boolean;
      readonly choose?: Choosing;
    };
    readonly answer: Found;
  };
  /** Who is there of those who hold it, or stands in; once nobody does, and `orAbove`, whoever is above. */
  present: {
    readonly asks: {
      readonly holders: Holders;
      readonly from: string | null;
      readonly aside: Aside;
      readonly orAbove: boolean;
    };
    readonly answer: Found;
  };
  /** Who is above those who hold it. */
  above: {
    readonly asks: {
      readonly holders: Holders;
      readonly line: 'supervisor' | 'department-head';
      readonly from: string | null;
      readonly aside: Aside;
    };
    readonly answer: Found;
  };
  /** Whether somebody is of the pool, or stands in for somebody absent of those who hold it. */
  mayTake: {
    readonly asks: { readonly person: string; readonly holders: Holders; readonly aside: Aside };
    readonly answer: boolean;
  };
  /** Whether somebody stands above one of those who hold it, or in for somebody absent who does. */
  isAbove: {
    readonly asks: { readonly person: string; readonly holders: Holders; readonly aside: Aside };
    readonly answer: boolean;
  };
  /** Whether there is somebody right below, other than these. */
  junior: { readonly asks: { readonly of: string; readonly except: readonly string[] }; readonly answer: boolean };
  /** Whose place somebody takes now, among the absent. */
  represents: { readonly asks: { readonly person: string; readonly aside: Aside }; readonly answer: readonly string[] };
  /** Whether there is anybody who does not stand aside. */
  anybody: { readonly asks: { readonly aside: Aside }; readonly answer: boolean };
}

export type QuestionName = keyof Questions;
export type Question = { readonly [N in QuestionName]: { readonly ask: N } & Questions[N]['asks'] }[QuestionName];
export type AnswerTo<N extends QuestionName> = Questions[N]['answer'];
export type Answer = AnswerTo<QuestionName>;

/** The organisation, as far as a decision asks. */
export interface People {
  ask<N extends QuestionName>(name: N, about: Questions[N]['asks']): AnswerTo<N>;
}

/** Held by nobody. */
export const NOBODY: Holders = { people: [], pool: null };
