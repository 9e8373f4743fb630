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

export function refuse(type: RefusalType, detail: string): Refusal {
  return { type, detail };
}

/** A refusal for a field that must be there and is not. */
export function missing(field: string): Refusal {
  return { type: 'missing-field', field, detail: `"${field}" is required; fill it in and send the act again` };
}

/** A refusal for a field whose value cannot be accepted. */
export function invalid(field: string, fault: string): Refusal {
  return { type: 'invalid-field', field, detail: `"${field}" ${fault}` };
}

export function malformed(detail: string, field?: string): { refusal: Refusal } {
  return { refusal: { type: 'malformed', detail, ...(field === undefined ? {} : { field }) } };
}
