import type { FormValues } from '../model/act';
import { isText } from '../model/content';
import type { Field, Form, RemedyChoice } from '../model/procedure';
import { invalid, missing, type Refusal } from '../model/refusal';
import type { Rules } from '../model/rules';

/** What a form is read by. */
export type FormRules = Omit<Rules, 'calendar'>;

/** Why a filled-in form is not accepted, or null. `outcome` decides which fields are required. */
export function checkForm(rules: FormRules, form: Form, values: FormValues, outcome: string | null): Refusal | null {
  for (const key of Object.keys(values)) {
    if (!Object.hasOwn(form, key))
      return invalid(key, `is not asked here; this form asks: ${Object.keys(form).join(', ') || 'nothing'}`);
  }
  for (const [key, field] of Object.entries(form)) {
    const value = values[key];
    if (value === undefined || value === null) {
      if (isRequired(field, outcome)) return missing(key);
      continue;
    }
    const fault = faultOf(rules, field, value);
    if (fault !== null) return invalid(key, fault);
  }
  return null;
}

/** Whether a string is a fact in this form: one that its field can have, and that nobody has written freely. */
export function isFactIn(rules: FormRules, form: Form, key: string, value: string): boolean {
  const field = Object.hasOwn(form, key) ? form[key] : undefined;
  return field !== undefined && field.kind !== 'text' && faultOf(rules, field, value) === null;
}

function isRequired(field: Field, outcome: string | null): boolean {
  return field.required || (outcome !== null && (field.requiredIf ?? []).includes(outcome));
}

function faultOf(rules: FormRules, field: Field, value: FormValues[string]): string | null {
  switch (field.kind) {
    case 'text':
      return isText(value) ? null : 'must be a text that is not empty';
    case 'yes-no':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : 'must be a number';
    case 'date':
      return typeof value === 'string' && isDate(value) ? null : 'must be a date such as 2026-03-02';
    case 'choice':
      return oneOf(field.options ?? [], value);
    case 'department':
      return typeof value === 'string' && rules.people.ask('department', { department: value })
        ? null
        : 'must be the id of a department';
    case 'staff':
      return typeof value === 'string' && rules.people.ask('member', { person: value, about: [] }) !== null
        ? null
        : 'must be the id of a member of staff';
    case 'category':
      return oneOf(Object.keys(rules.procedure.categories), value);
    case 'severity':
      return oneOf(rules.procedure.severities, value);
    case 'remedies':
      return remediesFault(rules, value);
    default:
      return unknownKind(field.kind);
  }
}

function unknownKind(kind: never): never {
  throw new Error(`unknown field kind ${String(kind)}`);
}

function oneOf(options: readonly string[], value: unknown): string | null {
  return typeof value === 'string' && options.includes(value) ? null : `must be one of: ${options.join(', ')}`;
}

function remediesFault(rules: FormRules, value: unknown): string | null {
  const known = rules.procedure.remedies;
  if (!Array.isArray(value) || value.length === 0)
    return 'must be a list of at least one remedy, such as [{"remedy":"' + (known[0] ?? '') + '"}]';
  const choices: readonly unknown[] = value;
  return choices.map((choice) => remedyFault(rules, choice)).find((fault) => fault !== null) ?? null;
}

function remedyFault({ procedure, customs }: FormRules, choice: unknown): string | null {
  const { remedies: known, discretion } = procedure;
  if (typeof choice !== 'object' || choice === null) return 'must be a list of remedies';
  const { remedy, amount, currency, ...rest } = choice as Partial<RemedyChoice>;
  if (Object.keys(rest).length > 0) return `has an unknown key "${Object.keys(rest)[0] ?? ''}" in a remedy`;
  if (remedy === undefined || !known.includes(remedy)) return `must name a remedy among: ${known.join(', ')}`;
  if (customs?.neverOffer.includes(remedy))
    return `offers "${remedy}", which is never offered to this complainant by the customs for "${customs.id}"`;
  if (amount !== undefined && !(Number.isSafeInteger(amount) && amount >= 0))
    return 'needs amounts as whole numbers of the smallest unit, not negative';
  if (currency !== undefined && !(typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)))
    return 'needs currencies as three capital letters, such as CNY';
  if (discretion && currency !== undefined && currency !== discretion.currency)
    return `needs amounts in ${discretion.currency}: limits of discretion are in it`;
  return null;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
