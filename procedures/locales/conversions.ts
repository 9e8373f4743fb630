import { toTraditional } from './traditional/convert';

/** A text by language. */
type LocalText = Readonly<Record<string, string>>;

/** A language whose texts are made from another's where nobody has written them. */
interface Conversion {
  readonly from: string;
  readonly to: string;
  readonly convert: (text: string) => string;
}

const CONVERSIONS: readonly Conversion[] = [{ from: 'zh-CN', to: 'zh-Hant', convert: toTraditional }];

/** The languages that texts written in these can be made in, besides them. */
export function madeFrom(languages: readonly string[]): readonly string[] {
  return CONVERSIONS.filter(({ from, to }) => languages.includes(from) && !languages.includes(to)).map(({ to }) => to);
}

/** A text in every language that can be made from those it is written in; what is written stays. */
export function inAllMade(text: LocalText): LocalText {
  const made = CONVERSIONS.flatMap(({ from, to, convert }) => {
    const source = text[from];
    return source === undefined || text[to] !== undefined ? [] : [[to, convert(source)] as const];
  });
  return { ...text, ...Object.fromEntries(made) };
}
