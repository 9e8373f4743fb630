/** Free text and personal data lie in Postgres under an id; acts and events carry the id and a salted hash. */
export interface ContentRef {
  readonly content: string;
  readonly hash: string;
}

/** What a person wrote: inline as it arrives, a reference once stored. Only references may reach the core's events. */
export type Text = string | ContentRef;

export function isContentRef(value: unknown): value is ContentRef {
  if (typeof value !== 'object' || value === null) return false;
  const { content, hash, ...rest } = value as Readonly<Record<string, unknown>>;
  return typeof content === 'string' && content !== '' && typeof hash === 'string' && Object.keys(rest).length === 0;
}

/** Whether a value is something a person wrote, and not blank. */
export function isText(value: unknown): value is Text {
  return typeof value === 'string' ? value.trim() !== '' : isContentRef(value);
}
