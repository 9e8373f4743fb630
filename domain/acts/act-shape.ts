import { ACT_NAMES, actRow, type Act, type ActRow, type Shape } from '../model/act';
import { isText } from '../model/content';
import { invalid, malformed, missing, type Refusal } from '../model/refusal';

type Fields = ActRow['fields'];

const needed = { shape: 'key', required: true } as const;
const optional = { shape: 'key', required: false } as const;

const COMMON: Fields = { by: needed, id: optional, task: optional, at: optional };
const MAX_ID = 200;

export type ReadAct = { readonly act: Act } | { readonly refusal: Refusal };

/** Whether anything at all that arrived from outside is an act: the act itself, or why it is not. Never throws. */
export function readAct(value: unknown): ReadAct {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return malformed('an act is a JSON object such as {"act":"note","by":"ID","reason":"..."}');
  const given = value as Readonly<Record<string, unknown>>;
  const name = ACT_NAMES.find((known) => known === given['act']);
  if (name === undefined) return malformed(`"act" must be one of: ${ACT_NAMES.join(', ')}`, 'act');
  const fields: Fields = { ...COMMON, ...actRow(name).fields };
  for (const key of Object.keys(given)) {
    if (key !== 'act' && !Object.hasOwn(fields, key))
      return malformed(
        `"${name}" has no field "${key.slice(0, MAX_ID)}"; it has: ${Object.keys(fields).join(', ')}`,
        key.slice(0, MAX_ID),
      );
  }
  for (const [key, { shape, required }] of Object.entries(fields)) {
    const field = given[key];
    if (field === undefined || field === null) {
      if (required) return { refusal: missing(key) };
    } else if (!fits(shape, field)) return { refusal: invalid(key, WANTED[shape]) };
  }
  const present = Object.entries(given).filter(([, field]) => field !== undefined && field !== null);
  return { act: Object.fromEntries(present) as unknown as Act };
}

const WANTED: Readonly<Record<Shape, string>> = {
  key: `must be a string of 1 to ${MAX_ID} characters`,
  span: `must be a string of 1 to ${MAX_ID} characters`,
  text: 'must be a text that is not empty',
  form: 'must be an object of fields',
  count: 'must be a whole number from 0',
  counts: 'must be a list of whole numbers from 0, each once',
  flag: 'must be true or false',
};

function fits(shape: Shape, value: unknown): boolean {
  switch (shape) {
    case 'key':
    case 'span':
      return typeof value === 'string' && value.length > 0 && value.length <= MAX_ID;
    case 'text':
      return isText(value);
    case 'form':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'count':
      return isCount(value);
    case 'counts':
      return Array.isArray(value) && value.length > 0 && value.every(isCount) && new Set(value).size === value.length;
    case 'flag':
      return typeof value === 'boolean';
    default:
      return false;
  }
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
