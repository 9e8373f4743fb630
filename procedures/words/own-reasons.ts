import { shippedLanguages, type Language } from './languages';

/** Why we change a calendar whose holidays ship anew, in every language: whoever reads it later may read any. */
export function renewedReason(): string {
  return [...shippedLanguages().values()].map(({ phrases }) => phrases.renewed).join(' / ');
}

/** A reason as a reader of this language gets it: one of our own in it alone, what a person wrote as it is. */
export function reasonRead(reason: string, { phrases }: Language): string {
  return reason === renewedReason() ? phrases.renewed : reason;
}
