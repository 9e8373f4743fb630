import { z } from 'zod';

/** One page of a list; `next` is null on the last one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** The cursor was not made by this list. */
export class InvalidCursor extends Error {
  constructor() {
    super('the cursor was not made by this list: leave it out to begin again');
    this.name = 'InvalidCursor';
  }
}

const CURSOR = z.tuple([
  z.string(),
  z
    .string()
    .regex(/^-?infinity$/)
    .or(z.iso.datetime()),
  z.array(z.string()).max(3),
]);

/** Where a page ended: the instant sorted by (`infinity` for none) and the columns that make it unique. */
export interface Position {
  readonly at: string;
  readonly ids: readonly string[];
}

/** A cursor is bound to its list and sort by `list`; a changed one is refused when it is read. */
export function writeCursor(list: string, { at, ids }: Position): string {
  return Buffer.from(JSON.stringify([list, at, ids])).toString('base64url');
}

/** Undefined without a cursor. Throws InvalidCursor. */
export function readCursor(list: string, idCount: number, cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  const parsed = CURSOR.safeParse(readJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!parsed.success) throw new InvalidCursor();
  const [madeBy, at, ids] = parsed.data;
  if (madeBy !== list || ids.length !== idCount || ids.some((id) => id.includes('\0'))) throw new InvalidCursor();
  return { at, ids };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Makes a page of rows that were read with one more than the limit. */
export function pageOf<R, T>(input: {
  readonly rows: readonly R[];
  readonly limit: number;
  readonly cursorAfter: (row: R) => string;
  readonly item: (row: R) => T;
}): Page<T> {
  const rows = input.rows.slice(0, input.limit);
  const last = rows.at(-1);
  const more = input.rows.length > input.limit && last !== undefined;
  return { items: rows.map(input.item), next: more ? input.cursorAfter(last) : null };
}

export function instantOf(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}
