import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { CommandFailed, UsageError } from './failures';
import type { Terminal } from './terminal';

/** The text of a file, or of the standard input for `-`. */
export async function readInput(terminal: Terminal, file: string): Promise<string> {
  if (file !== '-') {
    return readFile(resolve(terminal.folder, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`${file} cannot be read (${error.code ?? error.message}).`);
    });
  }
  const chunks: Buffer[] = [];
  for await (const chunk of terminal.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** A document in YAML or JSON (which is YAML, too) that holds one object. */
export function readDocument(file: string, text: string): Record<string, unknown> {
  let read: unknown;
  try {
    read = parse(text);
  } catch (error) {
    const [first] = (error as Error).message.split('\n');
    throw new CommandFailed(`${file} is neither JSON nor YAML: ${first}`);
  }
  if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Record<string, unknown>;
  throw new CommandFailed(`${file} does not hold one object.`);
}
