import type { YAMLError } from 'yaml';

interface Fault {
  readonly offset: number;
  readonly message: string;
}

const ALWAYS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key stands twice in the same place: keep one of the two',
  MULTIPLE_DOCS: 'one file holds one document: remove the line "---" and put the rest in another file',
  TAB_AS_INDENT: 'indent with spaces, not with tabs',
  TAG_RESOLVE_FAILED: 'tags (words that begin with "!") are not part of the language: remove it',
};

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^Flow map|^Expected flow map/, 'a "{" before this is not closed: end it with "}"'],
  [/^Flow seq|^Expected flow seq/, 'a "[" before this is not closed: end it with "]"'],
  [/^Missing closing/, 'a quotation mark is not closed: write it again where the text ends'],
  [/^Missing , /, 'write ", " before this; a text with a comma or a colon in it stands in quotes'],
  [/^All mapping items|^All collection items/, 'indent this line by as many spaces as its neighbours'],
  [
    /^Implicit keys need|^Implicit map keys/,
    'write key: value here, with a colon and a space, or a line of a list with "- " before it',
  ],
  [/^Nested mappings/, 'a text with ": " in it stands in quotes; a key stands on its own line'],
  [/at node end$/, "the text has ended before this; inside '...' an apostrophe is written twice"],
  [/^Plain value cannot start/, 'put this text in quotes: YAML keeps its first character for itself'],
];

/** A full-width sign where the language has its own; in a text it may stand. */
const FULL_WIDTH = /(?<=[A-Za-z0-9-]\s*)：|，(?=\s*[A-Za-z-]+\s*[:：])|[｛｝]/;

/** What cannot be read as YAML, in plain words. After the first fault the reader guesses, so later ones are left out. */
export function syntaxFaults(errors: readonly YAMLError[], text: string): readonly Fault[] {
  const certain = errors.filter(({ code }) => Object.hasOwn(ALWAYS, code));
  const guessed = errors.filter(({ code }) => !Object.hasOwn(ALWAYS, code)).sort((a, b) => a.pos[0] - b.pos[0]);
  const first = certain.some(({ code }) => code === 'TAB_AS_INDENT') ? [] : guessed.slice(0, 1);
  return [...certain, ...first].map((error) => ({ offset: error.pos[0], message: inWords(error, text) }));
}

function inWords({ code, message, pos }: YAMLError, text: string): string {
  const always = ALWAYS[code];
  if (always !== undefined) return always;
  const [wide] = FULL_WIDTH.exec(lineAt(text, pos[0])) ?? [];
  const plain = WORDS.find(([pattern]) => pattern.test(message))?.[1] ?? message.replace(/\s+/g, ' ');
  return `this is not valid YAML: ${wide === undefined ? plain : `"${wide}" is full width: write ": ", ", ", "{" and "}"`}`;
}

function lineAt(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return text.slice(text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1, end < 0 ? undefined : end);
}
