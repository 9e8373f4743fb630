import { DEFAULT_LANGUAGE, languageFor } from '../contract/language';
import { formatTable } from './table';

export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly stdin: AsyncIterable<string | Buffer>;
  /** Cells a line has; undefined when the output goes into a file or another program. */
  readonly width: number | undefined;
  /** IANA name of the zone that times are shown in. */
  readonly zone: string;
  out(text: string): void;
  error(text: string): void;
}

/** The terminal that this process runs in; ends the process quietly once nobody reads on (`redress list | head`). */
export function processTerminal(): Terminal {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  return {
    environment: process.env,
    folder: process.cwd(),
    stdin: process.stdin,
    width: process.stdout.isTTY ? process.stdout.columns : undefined,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
  };
}

/** Of the languages that a sentence comes in, the one that the environment asks for: `LANG=zh_TW.UTF-8`. */
export function languageOf({ environment }: Terminal, languages: readonly string[]): string {
  const asked = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  const tag = asked.replace(/[.@].*$/, '').replace(/_/g, '-');
  return languageFor(tag, languages) ?? DEFAULT_LANGUAGE;
}

export function printJson(terminal: Terminal, value: unknown): void {
  terminal.out(`${JSON.stringify(value, null, 2)}\n`);
}

export function printTable(
  terminal: Terminal,
  head: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
): void {
  const cells = rows.map((row) => row.map((cell) => String(cell ?? '')));
  terminal.out(formatTable({ head, rows: cells, width: terminal.width }));
}

export function printZone(terminal: Terminal): void {
  terminal.out(`\nTimes are those of ${terminal.zone}.\n`);
}
