import { Command, Option } from 'commander';
import type { ComplaintQuery, ComplaintRowView } from '../../contract/complaint';
import { openSession, type GlobalOptions } from '../session';
import { printJson, printTable, printZone, type Terminal } from '../terminal';
import { showInstant } from '../times';

export function listCommand(terminal: Terminal): Command {
  return new Command('list')
    .description('list complaints')
    .option('--procedure <key>')
    .option('--stage <key>')
    .option('--severity <key>')
    .option('--department <id>')
    .option('--owner <id>')
    .option('--level <n>', 'rungs climbed')
    .option('--due-before <instant>', 'such as 2026-03-02T09:00:00+08:00')
    .option('--received-after <instant>')
    .option('--open', 'open ones only')
    .option('--closed', 'closed ones only')
    .option('--q <words>', 'words that must occur, Chinese or English')
    .addOption(new Option('--sort <order>').choices(['receivedAt', '-receivedAt', 'dueAt', '-dueAt']))
    .option('--limit <n>', 'rows a page')
    .option('--cursor <cursor>', 'the next page, as the last one named it')
    .action(async (options: Record<string, string | boolean>, command: Command) => {
      const { open, closed, ...rest } = options;
      const query = { ...rest, ...(open ? { open: 'true' } : closed ? { open: 'false' } : {}) } as ComplaintQuery;
      const page = await openSession(terminal, command, 'look').listComplaints(query);
      if (command.optsWithGlobals<GlobalOptions>().json) return printJson(terminal, page);
      if (page.items.length === 0) return terminal.out('No complaints.\n');
      printRows(terminal, page.items);
      if (page.next !== null) terminal.out(`More: add --cursor ${page.next}\n`);
    });
}

function printRows(terminal: Terminal, rows: readonly ComplaintRowView[]): void {
  const head = ['Reference', 'Procedure', 'Status', 'Stage', 'Round', 'Severity', 'Owner', 'Level', 'Due', 'Received'];
  printTable(
    terminal,
    head,
    rows.map((row) => [
      row.reference,
      row.procedure.key,
      row.status,
      row.stage ?? row.result,
      row.round,
      row.severity,
      row.owner ?? row.department,
      row.level,
      showInstant(row.dueAt, terminal.zone),
      showInstant(row.receivedAt, terminal.zone),
    ]),
  );
  printZone(terminal);
}
