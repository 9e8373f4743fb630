import type { Act, Registration } from '../../domain/model/act';
import type { Instant } from '../../domain/calendar/calendar';
import type { Directory } from '../../domain/model/people';
import type { Path as Place } from '../language/yaml-source';

/** What is proved of a rule book. */
export const PROPERTIES = [
  'ends',
  'held',
  'owned',
  'ladder',
  'outcomes',
  'reachable',
  'loops',
  'answered',
  'facts',
  'clocks',
  'own-proposal',
  'discretion',
] as const;

export type Property = (typeof PROPERTIES)[number];

/** Something that a search found, before its place in the file is known. */
export interface Fault {
  readonly severity: 'error' | 'warning';
  readonly property: Property;
  /** Where in the document; it stands on the key unless `on` says otherwise. */
  readonly path: Place;
  readonly on?: 'key' | 'value';
  readonly message: string;
  /** The shortest way to it, in words. */
  readonly story: string;
}

/** A fault of a rule book at its place; lines and columns count from 1. */
export interface CheckFinding {
  readonly severity: 'error' | 'warning';
  readonly property: Property;
  /** `stages.management.ladder` */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly story: string;
}

/** One thing done on a way through a procedure; `act: null` lets time pass until then. */
export interface PathStep {
  readonly at: Instant;
  readonly act: Act | null;
}

/** A shortest way that opens a stage, or leaves it by an outcome. */
export interface ProcedurePath {
  readonly stage: string;
  readonly outcome: string | null;
  readonly registration: Registration;
  readonly start: Instant;
  readonly steps: readonly PathStep[];
  readonly story: string;
}

/** How far a search went: within these bounds what it says holds for every complaint. */
export interface Bounds {
  /** Most states an organisation is searched for; with `capped` there were more, and what is absent is not proved absent. */
  readonly mostStates: number;
  readonly capped: boolean;
  /** Longest shortest way to any state, in acts and passings of time. */
  readonly depth: number;
  readonly organisations: readonly string[];
  /** How many of its people stand aside in one complaint. */
  readonly recusals: number;
}

export interface CheckResult {
  /** In the order of the file. */
  readonly findings: readonly CheckFinding[];
  readonly states: number;
  readonly transitions: number;
  readonly bounded: Bounds;
  /** Walked in this organisation. */
  readonly people: Directory;
  readonly paths: readonly ProcedurePath[];
}
