/** For readers of none of ours, where nothing else is known to suit them better. */
export const DEFAULT_LANGUAGE = 'en';

/**
 * Of these languages the one that serves readers of a locale: the one of this tag, else one of the same tongue and script (`zh-TW`
 * reads `zh-Hant`), else one of the same tongue; undefined for none.
 */
export function languageFor(locale: string, languages: readonly string[]): string | undefined {
  const wanted = readTag(locale);
  if (wanted === undefined) return undefined;
  const known = languages.flatMap((tag) => readTag(tag) ?? []);
  const alike = known.filter(({ language }) => language === wanted.language);
  const best =
    alike.find(({ tag }) => tag === wanted.tag) ?? alike.find(({ script }) => script === wanted.script) ?? alike[0];
  return best?.written;
}

interface Tag {
  readonly written: string;
  readonly tag: string;
  readonly language: string;
  readonly script: string | undefined;
}

/** Tongues whose speakers write as those of another. */
const WRITTEN_AS: Readonly<Record<string, string>> = { yue: 'zh' };

/** The old way to write such a tongue, `zh-yue`, which Intl does not read. */
const EXTENDED = /^zh-(?=[a-z]{3}(-|$))/i;

/** What a tag leaves out is what is likely: `zh-TW` is `zh-Hant-TW`. Undefined for what is no tag at all. */
function readTag(written: string): Tag | undefined {
  try {
    const { baseName, language, script } = new Intl.Locale(written.replace(EXTENDED, '')).maximize();
    return { written, tag: baseName, language: WRITTEN_AS[language] ?? language, script };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
