import { Command } from 'commander';
import { EVENT_HEAD, eventCells } from '../event-line';
import { openSession, type GlobalOptions } from '../session';
import { printJson, printTable, printZone, type Terminal } from '../terminal';
import { showInstant } from '../times';

export function forecastCommand(terminal: Terminal): Command {
  return new Command('forecast')
    .description('what will happen to a complaint, and when, if nobody acts')
    .argument('<reference>')
    .action(async (reference: string, _options: object, command: Command) => {
      const forecast = await openSession(terminal, command, 'look').forecast(reference);
      if (command.optsWithGlobals<GlobalOptions>().json) return printJson(terminal, forecast);
      const { ends } = forecast;
      const rows = forecast.events.map((event) => eventCells(event, showInstant(event.at, terminal.zone)));
      if (rows.length > 0) printTable(terminal, EVENT_HEAD, rows);
      const end =
        ends.as === 'held'
          ? `Then it is held by ${ends.by.join(', ')} until somebody acts.`
          : `It is archived at ${showInstant(ends.at, terminal.zone)}.`;
      terminal.out(`${end}\n`);
      printZone(terminal);
    });
}
