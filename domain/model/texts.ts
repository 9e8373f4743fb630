import { actRow, type Act, type FormValues, type Shape } from './act';
import { isContentRef, isText, type ContentRef } from './content';
import type { ComplaintEvent, EventBody, EventType } from './event';

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

type BodyOf<T extends EventType> = Extract<EventBody, { readonly type: T }>;
type Holding<V> = FormValues extends V ? 'form' : ContentRef extends V ? 'text' : never;
type TextFields<B> = { readonly [K in keyof B as Holding<B[K]> extends never ? never : K]-?: Holding<B[K]> };

/** Where events hold what people wrote: in a field of their own, or in a filled-in form. The compiler knows them all. */
const EVENT_TEXTS: {
  readonly [T in EventType as keyof TextFields<BodyOf<T>> extends never ? never : T]: TextFields<BodyOf<T>>;
} = {
  taskCompleted: { form: 'form', reason: 'text' },
  handoverDeclined: { reason: 'text' },
  assigned: { reason: 'text' },
  recused: { reason: 'text' },
  delayExplained: { reason: 'text' },
  paused: { reason: 'text' },
  resumed: { reason: 'text' },
  extended: { reason: 'text' },
  severitySet: { reason: 'text' },
  calendarChanged: { reason: 'text' },
  progressReported: { reason: 'text' },
  noted: { reason: 'text' },
  evidenceAdded: { evidence: 'text' },
  surveyAnswered: { form: 'form' },
  withdrawn: { reason: 'text' },
  referred: { reason: 'text' },
  reopened: { reason: 'text' },
};

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
  const fields: Readonly<Partial<Record<EventType, Readonly<Record<string, 'form' | 'text'>>>>> = EVENT_TEXTS;
  const values: Values = Object.entries(event);
  return values.filter(([field]) => fields[event.type]?.[field] === holding);
}

function refsAmong(values: Values): TextRefs {
  return Object.fromEntries(values.filter((entry): entry is readonly [string, ContentRef] => isContentRef(entry[1])));
}
