import type { FormValues } from './act';
import { isContentRef } from './content';
import type { FactValue, RemedyChoice } from './procedure';

type Value = FormValues[string] | undefined;

/** Whether a value of a form, or a fact, is what is offered or granted. */
export function isRemedies(value: Value): value is readonly RemedyChoice[] {
  return Array.isArray(value);
}

/** Whether a filled-in form names remedies. */
export function offersRemedies(form: FormValues): boolean {
  return offeredField(form) !== undefined;
}

/** The field of a filled-in form that names remedies. */
export function offeredField(form: FormValues): string | undefined {
  return Object.keys(form).find((field) => isRemedies(form[field]));
}

/** What of a filled-in form are facts: all but its texts. */
export function factsOf(form: FormValues): Record<string, FactValue> {
  return Object.fromEntries(
    Object.entries(form).filter((entry): entry is [string, FactValue] => !isContentRef(entry[1])),
  );
}
