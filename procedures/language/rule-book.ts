import type { Procedure } from '../../domain/model/procedure';
import type { LocalText } from './schema-values';
import type { RuleBookError } from './yaml-source';

export type { LocalText } from './schema-values';
export type { RuleBookError } from './yaml-source';
export { formatErrors } from './yaml-source';

/** A rule book, read: the rules that travel with complaints, and beside them everything that only people read. */
export interface RuleBook {
  readonly procedure: Procedure;
  readonly texts: ProcedureTexts;
  readonly match: MatchRule;
  /** Where each limit comes from, by its place: `stages.consent.within`. */
  readonly limits: Readonly<Record<string, LimitOrigin>>;
  /** The YAML as it was written. */
  readonly source: string;
}

export type LoadedRuleBook =
  | { readonly ok: true; readonly ruleBook: RuleBook }
  | { readonly ok: false; readonly errors: readonly RuleBookError[] };

/** `assumed`: the rule book names no limit here and a sensible one was set. */
export interface LimitOrigin {
  readonly assumed: boolean;
  readonly source: string | null;
}

/** Which complaints the procedure is for when intake names none: every list that is given must hold its value. */
export interface MatchRule {
  readonly default: boolean;
  readonly channels?: readonly string[];
  readonly subjectKinds?: readonly string[];
  readonly categories?: readonly string[];
}

/** Titles by language for every name in the rules. */
export interface ProcedureTexts {
  /** The first one is shown to readers of other languages. */
  readonly locales: readonly string[];
  readonly title: LocalText;
  readonly channels: Readonly<Record<string, LocalText>>;
  readonly severities: Readonly<Record<string, LocalText>>;
  readonly categories: Readonly<Record<string, LocalText>>;
  readonly remedies: Readonly<Record<string, LocalText>>;
  readonly owners: Readonly<Record<string, LocalText>>;
  readonly clocks: Readonly<Record<string, LocalText>>;
  readonly intake: FormTexts;
  readonly stages: Readonly<Record<string, StageTexts>>;
  readonly outsideRoutes: Readonly<Record<string, OutsideRouteTexts>>;
  /** What follows is absent where a rule book has none. */
  readonly derived?: Readonly<Record<string, DerivedTexts>>;
  readonly accountability?: Readonly<Record<string, LocalText>>;
}

/** The complaint's own category and severity have no title here. */
export interface DerivedTexts {
  readonly title?: LocalText;
  readonly values: Readonly<Record<string, LocalText>>;
}

export interface StageTexts {
  readonly title: LocalText;
  /** Of a parallel stage the fields of all its parts. */
  readonly form: FormTexts;
  readonly outcomes: Readonly<Record<string, LocalText>>;
  /** Of a stage that waits for something from outside: what whoever it comes from has to do, and where to turn to. */
  readonly instructions?: LocalText;
  readonly contact?: LocalText;
  /** Of a parallel stage only. */
  readonly parts?: Readonly<Record<string, PartTexts>>;
}

export interface PartTexts {
  readonly title: LocalText;
  readonly form: FormTexts;
}

export interface FormTexts {
  /** The fields in the order they are asked; stored JSON does not keep it. */
  readonly order: readonly string[];
  readonly fields: Readonly<Record<string, FieldTexts>>;
}

export interface FieldTexts {
  readonly title: LocalText;
  readonly hint?: LocalText;
  /** The options in order, of choices only: also of category and severity. */
  readonly order?: readonly string[];
  readonly options?: Readonly<Record<string, LocalText>>;
}

export interface OutsideRouteTexts {
  readonly title: LocalText;
  readonly contact: LocalText;
}
