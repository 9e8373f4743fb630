import { Command } from 'commander';
import type { ComplaintView } from '../../contract/complaint';
import { namesOf } from '../../contract/vocabulary';
import { openSession, type GlobalOptions } from '../session';
import { languageOf, printJson, printTable, printZone, type Terminal } from '../terminal';
import { showInstant, showSpan } from '../times';

export function showCommand(terminal: Terminal): Command {
  return new Command('show')
    .description('show a complaint: where it stands, its clocks, what you may do')
    .argument('<reference>')
    .action(async (reference: string, _options: object, command: Command) => {
      const complaint = await openSession(terminal, command, 'look').complaint(reference);
      if (command.optsWithGlobals<GlobalOptions>().json) return printJson(terminal, complaint);
      printComplaint(terminal, complaint);
    });
}

/** A complaint as one page of a terminal. */
export function printComplaint(terminal: Terminal, complaint: ComplaintView): void {
  const { zone } = terminal;
  const owner = complaint.tasks[0]?.owner;
  const facts: [string, string | number | null][] = [
    ['Complaint', complaint.reference],
    ['Procedure', complaint.procedure.key],
    ['Status', complaint.result === null ? complaint.status : `${complaint.status}, ${complaint.result}`],
    ['Place', complaint.place],
    ['Stage', complaint.stage],
    ['Round', complaint.round],
    ['Category', complaint.category],
    ['Severity', complaint.severity],
    ['Owner', owner ? namesOf(owner).join(', ') : complaint.owner],
    ['Task', complaint.tasks[0]?.id ?? null],
    ['Task due', showInstant(complaint.tasks[0]?.dueAt, zone)],
    ['Received', showInstant(complaint.receivedAt, zone)],
    ['Paused until', showInstant(complaint.pausedUntil, zone)],
    ['Closed', showInstant(complaint.closedAt, zone)],
  ];
  for (const [name, value] of facts) {
    if (value !== null && value !== '') terminal.out(`${name.padEnd(13)}${value}\n`);
  }
  const narrative = complaint.intake?.narrative;
  terminal.out(`\n${narrative === undefined ? 'What was written has been erased.' : printable(narrative)}\n\n`);
  printClocks(terminal, complaint);
  printActs(terminal, complaint);
  printZone(terminal);
}

function printClocks(terminal: Terminal, { clocks }: ComplaintView): void {
  if (clocks.length === 0) return;
  const rows = clocks.map((clock) => [
    clock.clock,
    clock.kind,
    showInstant(clock.startedAt, terminal.zone),
    clock.limitRule.until === undefined ? showSpan(clock.limit) : `to ${clock.limitRule.until}`,
    clock.extensions.map(showSpan).join(' + '),
    clock.pauses.length,
    showInstant(clock.dueAt, terminal.zone),
    clock.stopped === null ? (clock.missed ? 'missed' : 'running') : clock.stopped.met ? 'kept' : 'not kept',
  ]);
  printTable(terminal, ['Clock', 'Kind', 'From', 'Within', 'Extended', 'Pauses', 'Due', ''], rows);
  printWhy(terminal, clocks);
}

/** Why what runs is due when it is, in the language of the terminal, by the working days of its own calendar. */
function printWhy(terminal: Terminal, clocks: ComplaintView['clocks']): void {
  const running = clocks.filter(({ stopped }) => stopped === null);
  for (const { clock, why } of running) {
    const sentence = why[languageOf(terminal, Object.keys(why))];
    if (sentence !== undefined) terminal.out(`\n${clock}: ${printable(sentence)}\n`);
  }
}

function printActs(terminal: Terminal, { acts }: ComplaintView): void {
  if (acts.length === 0) return terminal.out('\nThere is nothing for you to do here now.\n');
  terminal.out('\n');
  const rows = acts.map(({ act, outcomes, form }) => [act, outcomes?.join(' | '), Object.keys(form ?? {}).join(', ')]);
  printTable(terminal, ['You may', 'Outcomes', 'Form'], rows);
}

/** Texts come from people: nothing in them may steer the terminal. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, ' ');
}
