import { createRequire } from 'node:module';

/** OpenCC's dictionaries: groups of `before after|…`. */
type Groups = readonly (readonly string[] | string)[];

interface Dictionaries {
  readonly Locale: { readonly from: { readonly cn: Groups }; readonly to: { readonly tw: Groups } };
}

const { Locale } = createRequire(__filename)('opencc-js/cn2t') as Dictionaries;
const pairsOf = (groups: Groups) => groups.flat().flatMap((group) => group.split('|').map((pair) => pair.split(' ')));

/** Every character that a Traditional word holds. */
const TRADITIONAL = new Set(
  [...pairsOf(Locale.from.cn), ...pairsOf(Locale.to.tw)].flatMap(([, traditional = '']) => [...traditional]),
);

/** Characters that occur in no Traditional word: those that OpenCC always turns into another. */
export const SIMPLIFIED_ONLY: ReadonlySet<string> = new Set(
  pairsOf(Locale.from.cn).flatMap(([simplified = '']) =>
    [...simplified].length === 1 && !TRADITIONAL.has(simplified) ? [simplified] : [],
  ),
);

export function simplifiedIn(text: string): readonly string[] {
  return [...text].filter((character) => SIMPLIFIED_ONLY.has(character));
}
