import { actRow, type Act, type Shape } from './act';
import { isContentRef, isText, type ContentRef } from './content';
import { eventTexts, type ComplaintEvent } from './event';

/** Whether a string in a form is a fact there: an option, an id, a date. Any other was written by somebody. */
export type IsFact = (field: string, value: string) => boolean;

/** Stores what somebody wrote in a field, and answers with what stands for it. */
export type StoreText = (field: string, text: string) => Promise<ContentRef>;

/**
 * The act as it may travel: every inline text of it, in its form too, is stored and replaced by its reference. What is
 * blank is no text and stays, to be refused.
 */
export async function withStoredTexts<A extends Act>(act: A, isFact: IsFact, store: StoreText): Promise<A> {
  const { fields } = actRow(act.act);
  const given: readonly (readonly [string, unknown])[] = Object.entries(act);
  const stored = given.map(async ([field, value]) => {
    const shape = fields[field]?.shape;
    return [field, shape === undefined ? value : await replaced(shape, value, { field, isFact, store })] as const;
  });
  return { ...act, ...Object.fromEntries(await Promise.all(stored)) };
}

interface Replacing {
  readonly field: string;
  readonly isFact: IsFact;
  readonly store: StoreText;
}

async function replaced(shape: Shape, value: unknown, { field, isFact, store }: Replacing): Promise<unknown> {
  switch (shape) {
    case 'text':
      return isInline(value) ? store(field, value) : value;
    case 'form':
      return typeof value === 'object' && value !== null ? formOf(value, isFact, store) : value;
    case 'key':
    case 'span':
    case 'count':
    case 'counts':
    case 'flag':
      return value;
    default:
      return unknownShape(shape);
  }
}

async function formOf(form: object, isFact: IsFact, store: StoreText): Promise<Readonly<Record<string, unknown>>> {
  const given: readonly (readonly [string, unknown])[] = Object.entries(form);
  const stored = given.map(async ([field, value]) => {
    const isWritten = isInline(value) && !isFact(field, value);
    return [field, isWritten ? await store(field, value) : value] as const;
  });
  return Object.fromEntries(await Promise.all(stored));
}

function isInline(value: unknown): value is string {
  return typeof value === 'string' && isText(value);
}

function unknownShape(shape: never): never {
  throw new Error(`unknown shape ${String(shape)}`);
}

export type TextRefs = Readonly<Record<string, ContentRef>>;

/** What somebody wrote to say this event, outside any form, by field. */
export function ownTexts(event: ComplaintEvent): TextRefs {
  return refsAmong(valuesOf(event, 'text'));
}

/** The texts of the form that was filled in, by its fields. */
export function formTexts(event: ComplaintEvent): TextRefs {
  return refsAmong(valuesOf(event, 'form').flatMap(([, form]): Values => Object.entries(form ?? {})));
}

/** All that people wrote in an event, by field. The complaint itself is not among it: the registration refers to that. */
export function textsIn(event: ComplaintEvent): TextRefs {
  return { ...formTexts(event), ...ownTexts(event) };
}

type Values = readonly (readonly [string, unknown])[];

function valuesOf(event: ComplaintEvent, holding: 'form' | 'text'): Values {
  const fields = eventTexts(event.type);
  const values: Values = Object.entries(event);
  return values.filter(([field]) => fields[field] === holding);
}

function refsAmong(values: Values): TextRefs {
  return Object.fromEntries(values.filter((entry): entry is readonly [string, ContentRef] => isContentRef(entry[1])));
}
