import { createHash } from 'node:crypto';
import { Command } from 'commander';
import type { IntakeInput } from '../../contract/intake';
import { readDocument, readInput } from '../document-file';
import { openSession, type GlobalOptions } from '../session';
import { printJson, printZone, type Terminal } from '../terminal';
import { showInstant } from '../times';

export function fileCommand(terminal: Terminal): Command {
  return new Command('file')
    .description('file a complaint')
    .argument('<file>', 'the complaint in JSON or YAML; - for the standard input')
    .option('--key <key>', 'idempotency key (else made from the content: the same file is the same complaint)')
    .action(async (file: string, { key }: { key?: string }, command: Command) => {
      const text = await readInput(terminal, file);
      const complaint = readDocument(file, text) as IntakeInput;
      const idempotencyKey = key ?? `file-${createHash('sha256').update(text).digest('hex').slice(0, 40)}`;
      const filed = await openSession(terminal, command, 'file').fileComplaint({ complaint, idempotencyKey });
      if (command.optsWithGlobals<GlobalOptions>().json) return printJson(terminal, filed);
      terminal.out(
        `Reference    ${filed.reference}${filed.replayed ? '  (filed before; nothing new was filed)' : ''}\n`,
      );
      terminal.out(`Received     ${showInstant(filed.receivedAt, terminal.zone)}\n`);
      if (filed.promise) terminal.out(`Reply by     ${showInstant(filed.promise.replyBy, terminal.zone)}\n`);
      else if (filed.promise === undefined) terminal.out('Reply by     will be told once the engine is back\n');
      terminal.out(`Tracking     ${filed.trackingUrl}\n`);
      printZone(terminal);
    });
}
