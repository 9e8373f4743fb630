/** Why an act is not accepted. Stable names: they are the `type` of the problem document, too. */
export const REFUSAL_TYPES = [
  'wrong-stage',
  'not-owner',
  'recused',
  'own-proposal',
  'over-limit',
  'missing-field',
  'invalid-field',
  'stale',
  'closed',
  'forbidden',
  'not-found',
  'malformed',
] as const;

export type RefusalType = (typeof REFUSAL_TYPES)[number];

export interface Refusal {
  readonly type: RefusalType;
  /** One English sentence that says what to do. Holds ids only, never content. */
  readonly detail: string;
  /** The field at fault, as a path in the act. */
  readonly field?: string;
}
