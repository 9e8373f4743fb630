/** Free text and personal data lie in Postgres under an id; acts and events carry the id and a salted hash. */
export interface ContentRef {
  readonly content: string;
  readonly hash: string;
}

/** What a person wrote: inline as it arrives, a reference once stored. Only references may reach the core's events. */
export type Text = string | ContentRef;
