import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { problemDocument, problemOf } from './http/error-map';
import type { Filed, IntakeService } from '../services/intake';
import { Problem } from '../contract/problems';
import { parse } from './http/reading';
import { JSON_LIMIT } from './http/router';
import { bulkLineSchema, type BulkResult } from '../contract/intake';

const AT_ONCE = 8;
/** After a complaint that found the engine away, the next ones leave their start to the sweep for so long. */
const LEAVE_TO_SWEEP_MS = 2_000;

export interface FileLinesInput {
  readonly intake: IntakeService;
  readonly source: string;
  readonly withinMs: number;
  readonly lines: Readable;
  readonly results: Writable;
}

/**
 * Files every line and writes one result a line, in order, at the pace of the slower side. A line that cannot be filed
 * stops no other. Each line has its own idempotency key: the whole input may be sent again after a break.
 */
export async function fileLines(input: FileLinesInput): Promise<void> {
  const { results } = input;
  const file = lineFiler(input);
  const running: Promise<BulkResult>[] = [];
  const writeFirst = async (): Promise<void> => {
    const result = await running.shift();
    if (!results.write(`${JSON.stringify(result)}\n`))
      await Promise.race([once(results, 'drain'), once(results, 'close')]);
  };
  let number = 0;
  for await (const line of linesOf(input.lines)) {
    number += 1;
    if (results.destroyed) return;
    if (line !== null && line.trim() === '') continue;
    running.push(file(number, line));
    if (running.length >= AT_ONCE) await writeFirst();
  }
  while (running.length > 0) await writeFirst();
  results.end();
}

function lineFiler({ intake, source, withinMs }: FileLinesInput) {
  let awayUntil = 0;
  return async (number: number, line: string | null): Promise<BulkResult> => {
    let key: string | null = null;
    try {
      const sent = readLine(line);
      const { idempotencyKey, ...body } = parse(bulkLineSchema, sent);
      key = idempotencyKey;
      const patience = Date.now() < awayUntil ? 0 : withinMs;
      const { idempotencyKey: _key, ...said } = sent as Record<string, unknown>;
      const filed = await intake.file({ source, key, intake: body, sent: said, withinMs: patience });
      if (filed.status === 202 && patience > 0) awayUntil = Date.now() + LEAVE_TO_SWEEP_MS;
      return filedLine(number, key, filed);
    } catch (error) {
      return failedLine(number, key, error);
    }
  };
}

function readLine(line: string | null): unknown {
  if (line === null)
    throw new Problem({ type: 'content-too-large', detail: 'The line is larger than a complaint may be.' });
  try {
    return JSON.parse(line) as unknown;
  } catch {
    throw new Problem({ type: 'malformed-json', detail: 'The line is not valid JSON.' });
  }
}

function filedLine(line: number, idempotencyKey: string, { status, replayed, answer }: Filed): BulkResult {
  return { line, idempotencyKey, status, replayed, answer };
}

function failedLine(line: number, idempotencyKey: string | null, error: unknown): BulkResult {
  const problem = problemOf(error) ?? new Problem({ type: 'internal', detail: 'Send this line again later.' });
  const document = problemDocument(problem);
  return { line, idempotencyKey, status: document.status, replayed: false, problem: document };
}

/** The lines of a stream in UTF-8; null for one that is too long. */
async function* linesOf(stream: Readable): AsyncGenerator<string | null> {
  let parts: Buffer[] = [];
  let size = 0;
  const take = (): string | null => {
    const line = size > JSON_LIMIT ? null : Buffer.concat(parts).toString('utf8');
    parts = [];
    size = 0;
    return line;
  };
  const keep = (part: Buffer): void => {
    size += part.length;
    if (size <= JSON_LIMIT) parts.push(part);
    else parts = [];
  };
  for await (const chunk of stream) {
    let rest = chunk as Buffer;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      keep(rest.subarray(0, end));
      yield take();
      rest = rest.subarray(end + 1);
    }
    keep(rest);
  }
  if (size > 0) yield take();
}
