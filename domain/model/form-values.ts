import type { FormValues } from './act';
import type { ContentRef } from './content';
import type { FactValue } from './procedure';

/** Whether a filled-in form names remedies. */
export function offersRemedies(form: FormValues): boolean {
  return offeredField(form) !== undefined;
}

/** The field of a filled-in form that names remedies. */
export function offeredField(form: FormValues): string | undefined {
  return Object.keys(form).find((field) => Array.isArray(form[field]));
}

/** What of a filled-in form are facts: all but its texts. */
export function factsOf(form: FormValues): Record<string, FactValue> {
  return Object.fromEntries(Object.entries(form).filter((entry): entry is [string, FactValue] => isFact(entry[1])));
}

function isFact(value: FormValues[string]): value is FactValue {
  return typeof value !== 'object' || value === null || Array.isArray(value);
}

/** What of these values is text, stored: by name. */
export function textsIn(values: Readonly<Record<string, unknown>>): Record<string, ContentRef> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, ContentRef] => isContentRef(entry[1])),
  );
}

function isContentRef(value: unknown): value is ContentRef {
  return typeof value === 'object' && value !== null && 'content' in value && 'hash' in value;
}
