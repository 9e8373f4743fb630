const UNSTORABLE = /[\p{Surrogate}\0]/gu;

/** The text with what Postgres cannot keep (NUL, half a surrogate pair) replaced by U+FFFD. */
export function storableText(text: string): string {
  return text.replace(UNSTORABLE, '\uFFFD');
}

/** JSON for a jsonb parameter, its strings made storable. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storableText(part) : part));
}
