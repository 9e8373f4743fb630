import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
} from 'yaml';
import { syntaxFaults } from './yaml-syntax';

/** One thing wrong with a file, and what to do about it. Lines and columns count from 1. */
export interface RuleBookError {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where in the document, as `stages.consent.within`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

export type Path = readonly (string | number)[];

/** Something wrong at a path; `on: 'key'` points at the name, otherwise at what stands behind it. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly on?: 'key' | 'value';
}

/** A parsed file that still knows where everything stands. */
export interface YamlSource {
  readonly name: string;
  readonly value: unknown;
  error(finding: Finding): RuleBookError;
}

export type Parsed =
  { readonly ok: true; readonly source: YamlSource } | { readonly ok: false; readonly errors: RuleBookError[] };

const MOST_CHARACTERS = 500_000;

/** Reads one YAML 1.2 document. Anchors, aliases, tags and doubled keys are errors: each thing is said once, in full. */
export function parseYaml(text: string, name: string): Parsed {
  const whole = (message: string): Parsed => ({
    ok: false,
    errors: [{ file: name, line: 1, column: 1, path: '', message }],
  });
  if (text.length > MOST_CHARACTERS) return whole(`the file is longer than ${MOST_CHARACTERS} characters: split it up`);
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'core', merge: false });
    const position = (offset: number): { line: number; column: number } => {
      const { line, col } = lines.linePos(offset);
      return { line: Math.max(1, line), column: Math.max(1, col) };
    };
    const errors = [
      ...syntaxFaults([...document.errors, ...document.warnings], text),
      ...notAllowed(document, text),
    ].map(({ offset, message }) => ({ file: name, ...position(offset), path: '', message }));
    if (errors.length > 0) return { ok: false, errors: inOrder(errors) };
    const error = (finding: Finding): RuleBookError => ({
      file: name,
      ...position(offsetOf(document.contents, finding)),
      path: writePath(finding.path),
      message: finding.message,
    });
    return { ok: true, source: { name, value: document.toJS({ maxAliasCount: 0 }), error } };
  } catch (error) {
    if (error instanceof RangeError) return whole('the file is nested too deeply to be read');
    throw error;
  }
}

/** By place in the file. */
export function inOrder(errors: readonly RuleBookError[]): RuleBookError[] {
  return [...errors].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
}

/** `file:line:column  message`, one line an error. */
export function formatErrors(errors: readonly RuleBookError[]): string {
  return errors
    .map(
      ({ file, line, column, path, message }) =>
        `${file}:${line}:${column}  ${path === '' ? '' : `${path}: `}${message}`,
    )
    .join('\n');
}

function notAllowed(document: Document, text: string): { offset: number; message: string }[] {
  const found: { offset: number; message: string }[] = [];
  const note = (node: Node, message: string, mark = ''): void => {
    const start = startOf(node);
    found.push({ offset: mark === '' ? start : Math.max(0, text.lastIndexOf(mark, start)), message });
  };
  visit(document, {
    Node(_key, node) {
      if (isAlias(node))
        note(node, `aliases are not part of the language: write out what "*${node.source}" stands for`);
      else if (node.anchor !== undefined)
        note(node, `anchors are not part of the language: remove "&${node.anchor}"`, `&${node.anchor}`);
      else if (node.tag?.startsWith('!') === true)
        note(node, `tags are not part of the language: remove "${node.tag}"`, node.tag);
    },
    Pair(_key, pair) {
      if (isNode(pair.key) && !isScalar(pair.key) && !isAlias(pair.key)) note(pair.key, 'a key is a plain word');
      // Schemas of maps pass over it without a word.
      if (isScalar(pair.key) && pair.key.value === '__proto__')
        note(pair.key, '"__proto__" names nothing: choose another name');
    },
  });
  return found;
}

function offsetOf(contents: unknown, { path, on }: Finding): number {
  let node = contents;
  let key: Node | undefined;
  for (const segment of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(segment));
      if (pair === undefined) return startOf(key ?? node);
      key = pair.key as Node;
      node = pair.value;
    } else if (isSeq(node) && typeof segment === 'number' && node.items[segment] !== undefined) {
      node = node.items[segment];
      key = undefined;
    } else {
      return startOf(node);
    }
  }
  return on === 'key' && key !== undefined ? startOf(key) : startOf(node ?? key);
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function writePath(path: Path): string {
  return path.reduce<string>(
    (written, segment) =>
      typeof segment === 'number' ? `${written}[${segment}]` : written === '' ? segment : `${written}.${segment}`,
    '',
  );
}
