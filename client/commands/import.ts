import { Command } from 'commander';
import type { BulkResult } from '../../contract/intake';
import type { ProblemDocument } from '../../contract/problem';
import { readInput } from '../document-file';
import { CommandFailed } from '../failures';
import { openSession, type GlobalOptions } from '../session';
import { printTable, type Terminal } from '../terminal';

const LINES_A_CALL = 200;

export function importCommand(terminal: Terminal): Command {
  return new Command('import')
    .description('file many complaints; running it again files only what was not filed')
    .argument('<file>', 'one complaint a line in JSON, each with its idempotencyKey; - for the standard input')
    .action(async (file: string, _options: object, command: Command) => {
      const client = openSession(terminal, command, 'file');
      const json = command.optsWithGlobals<GlobalOptions>().json === true;
      const lines = (await readInput(terminal, file)).split('\n');
      const failed: BulkResult[] = [];
      let filed = 0;
      for (let first = 0; first < lines.length; first += LINES_A_CALL) {
        const part = lines.slice(first, first + LINES_A_CALL).join('\n');
        if (part.trim() === '') continue;
        for (const result of await client.importComplaints(part)) {
          const numbered = { ...result, line: first + result.line };
          if (json) terminal.out(`${JSON.stringify(numbered)}\n`);
          if (numbered.problem !== undefined) failed.push(numbered);
          else filed += numbered.replayed ? 0 : 1;
        }
      }
      if (json) return endImport(failed, '');
      terminal.out(`${filed} filed.\n`);
      if (failed.length === 0) return;
      printTable(
        terminal,
        ['Line', 'Key', 'Why not'],
        failed.map((result) => [result.line, result.idempotencyKey, reasonOf(result)]),
      );
      endImport(failed, `${failed.length} could not be filed; put them right and run it again.`);
    });
}

function endImport(failed: readonly BulkResult[], sentence: string): void {
  if (failed.length > 0) throw new CommandFailed(sentence);
}

function reasonOf({ problem }: BulkResult): string {
  const { detail = '', errors } = (problem ?? {}) as Partial<ProblemDocument>;
  return errors?.map((error) => `${error.field} ${error.detail}`).join('; ') ?? detail;
}
