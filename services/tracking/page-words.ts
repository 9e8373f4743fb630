import { DEFAULT_LANGUAGE, languageFor } from '../../procedures/locales/language-tag';
import { shippedLanguage, shippedLanguages, type Language } from '../../procedures/words/languages';

/** What the complainant's page says of its own in one language, and which others there are. */
export interface PageWords {
  readonly language: string;
  /** The locale by which browsers write dates and amounts in this language. */
  readonly format: string;
  readonly languages: readonly { readonly language: string; readonly name: string }[];
  readonly words: Language['page'];
}

/** For readers of a locale: their language, else the default one. */
export function pageWords(locale: string): PageWords {
  const all = shippedLanguages();
  const { language, format, page } = shippedLanguage(languageFor(locale, [...all.keys()]) ?? DEFAULT_LANGUAGE);
  return {
    language,
    format,
    languages: [...all.values()].map((one) => ({ language: one.language, name: one.name })),
    words: page,
  };
}

/** A sentence of the page in every language, for when it is not known which the reader reads. */
export function inEveryLanguage(
  sentence: (words: Language['page']) => string,
): readonly { readonly language: string; readonly text: string }[] {
  return [...shippedLanguages().values()].map(({ language, page }) => ({ language, text: sentence(page) }));
}
