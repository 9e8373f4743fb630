import type { FormValues } from './act';
import type { FactValue } from './procedure';

/** Whether a filled-in form names remedies. */
export function offersRemedies(form: FormValues): boolean {
  return Object.values(form).some((value) => Array.isArray(value));
}

/** What of a filled-in form are facts: all but its texts. */
export function factsOf(form: FormValues): Record<string, FactValue> {
  return Object.fromEntries(Object.entries(form).filter((entry): entry is [string, FactValue] => isFact(entry[1])));
}

function isFact(value: FormValues[string]): value is FactValue {
  return typeof value !== 'object' || value === null || Array.isArray(value);
}
