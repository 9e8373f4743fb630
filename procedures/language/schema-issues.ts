import type { z } from 'zod';
import { suchAs } from './schema-examples';
import type { Finding, Path } from './yaml-source';

type Issue = z.core.$ZodIssue;

export interface Fitted<T> {
  /** Absent when it could not be read. */
  readonly value: T | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Reads a value by a schema and says in plain words what does not fit. Unknown keys alone do not keep the value from
 * being read, so that whatever else is wrong is found in the same pass. Examples are those of rule books unless given.
 */
export function fit<S extends z.ZodType>(schema: S, value: unknown, example: Example = suchAs): Fitted<z.output<S>> {
  const explain = explainer(example);
  const first = schema.safeParse(value, { error: explain });
  if (first.success) return { value: first.data, findings: [] };
  const issues = first.error.issues.flatMap((issue) => flatten(issue, []));
  const findings = issues.flatMap(toFindings);
  if (!issues.every(({ code }) => code === 'unrecognized_keys')) return { value: undefined, findings };
  const rest = structuredClone(value);
  for (const issue of issues) if (issue.code === 'unrecognized_keys') drop(rest, issue.path as Path, issue.keys);
  const second = schema.safeParse(rest);
  return { value: second.success ? second.data : undefined, findings };
}

function flatten(issue: Issue, prefix: Path): Issue[] {
  const path = [...prefix, ...(issue.path as Path)];
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((branch) => !branch.some((inner) => inner.path.length === 0 && isOfType(inner)));
    if (meant !== undefined) return meant.flatMap((inner) => flatten(inner, path));
  }
  return [{ ...issue, path }];
}

function isOfType(issue: Issue): boolean {
  return issue.code === 'invalid_type' || issue.code === 'invalid_value';
}

function toFindings(issue: Issue): Finding[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => ({
      path: [...path, key],
      message: messages[index] ?? issue.message,
      on: 'key',
    }));
  }
  if (issue.code === 'invalid_key') {
    return [{ path, message: issue.issues[0]?.message ?? issue.message, on: 'key' }];
  }
  return [{ path, message: issue.message }];
}

function drop(value: unknown, path: Path, keys: readonly string[]): void {
  let place = value;
  for (const segment of path) place = (place as Record<string | number, unknown>)[segment];
  for (const key of keys) delete (place as Record<string, unknown>)[key];
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of keys',
};
const BLOCKS: readonly string[] = ['array', 'object', 'record'];

/** How a missing key may be written, as the end of a sentence. */
type Example = (key: PropertyKey | undefined, path?: readonly PropertyKey[]) => string;

function explainer(example: Example) {
  return (issue: z.core.$ZodRawIssue): string | undefined => explain(issue, example);
}

function explain(issue: z.core.$ZodRawIssue, example: Example): string | undefined {
  if (issue.code === 'unrecognized_keys' || issue.code === 'custom' || issue.code === 'invalid_key') return undefined;
  const key = issue.path?.at(-1);
  if (issue.input === undefined) return `"${String(key ?? 'file')}" is missing: add it${example(key, issue.path)}`;
  if (issue.input === null && key === undefined) return 'the file is empty: begin it with "key" and "title"';
  if (issue.code === 'invalid_type') {
    const written = `write ${NAMES[issue.expected] ?? issue.expected} here, not ${found(issue.input)}`;
    return BLOCKS.includes(issue.expected) ? `${written}${example(key)}` : written;
  }
  if (issue.code === 'invalid_value')
    return `write ${issue.values.map(String).join(' or ')} here, not ${found(issue.input)}`;
  if (issue.code === 'invalid_union') return `${found(issue.input)} does not fit here`;
  return undefined;
}

function found(input: unknown): string {
  if (input === null || input === undefined) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a block of keys';
  return JSON.stringify(input);
}
