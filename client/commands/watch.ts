import { Command } from 'commander';
import type { Client } from '../client';
import { eventCells } from '../event-line';
import { UsageError } from '../failures';
import { openSession, type GlobalOptions } from '../session';
import { printZone, type Terminal } from '../terminal';
import { showInstant } from '../times';

interface WatchOptions {
  readonly every: string;
  readonly once?: boolean;
}

export function watchCommand(terminal: Terminal): Command {
  return new Command('watch')
    .description('follow what happens to a complaint, or to all that are open')
    .argument('[reference]')
    .option('--every <seconds>', 'how often to look', '2')
    .option('--once', 'print what is there and stop')
    .action(async (reference: string | undefined, { every, once }: WatchOptions, command: Command) => {
      const seconds = Number(every);
      if (!(seconds >= 0.2 && seconds <= 3_600)) throw new UsageError('--every takes seconds, from 0.2 to 3600.');
      const client = openSession(terminal, command, 'look');
      const json = command.optsWithGlobals<GlobalOptions>().json === true;
      const look =
        reference === undefined ? lookAtAll(terminal, client, json) : lookAtOne(terminal, client, reference, json);
      if (!json) printZone(terminal);
      while ((await look()) && !once) await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    });
}

/** Prints what is new in one timeline; false once nothing more can come. */
function lookAtOne(terminal: Terminal, client: Client, reference: string, json: boolean): () => Promise<boolean> {
  let after = 0;
  return async () => {
    for (;;) {
      const { events, next } = await client.timeline({ reference, after });
      for (const event of events) {
        const line = eventCells(event, showInstant(event.at, terminal.zone))
          .filter((cell) => cell !== '')
          .join('  ');
        terminal.out(`${json ? JSON.stringify(event) : line}\n`);
      }
      after = events.at(-1)?.number ?? after;
      if (events.at(-1)?.type === 'archived') return false;
      if (next === null) return true;
    }
  };
}

/** Prints every open complaint that has changed since the last look. */
function lookAtAll(terminal: Terminal, client: Client, json: boolean): () => Promise<boolean> {
  let seen = new Map<string, string>();
  return async () => {
    const now = new Map<string, string>();
    for (let cursor: string | undefined, more = true; more;) {
      const page = await client.listComplaints({
        open: 'true',
        limit: 200,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const row of page.items) {
        const mark = `${row.lastAt} ${row.stage} ${row.owner} ${row.level}`;
        now.set(row.reference, mark);
        if (seen.get(row.reference) === mark) continue;
        const cells = [showInstant(row.lastAt, terminal.zone), row.reference, row.stage, row.owner ?? row.department];
        terminal.out(`${json ? JSON.stringify(row) : `${cells.join('  ')}  level ${row.level}`}\n`);
      }
      cursor = page.next ?? undefined;
      more = cursor !== undefined;
    }
    for (const reference of seen.keys()) {
      if (!now.has(reference) && !json) terminal.out(`${reference}  no longer open\n`);
    }
    seen = now;
    return true;
  };
}
