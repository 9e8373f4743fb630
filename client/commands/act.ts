import { Argument, Command } from 'commander';
import type { PendingAct, StaffActBody } from '../../contract/act';
import type { Acted } from '../../contract/complaint';
import { ACT_NAMES } from '../../contract/vocabulary';
import type { Client } from '../client';
import { CommandFailed, UsageError } from '../failures';
import { readForm } from '../form-values';
import { openSession, type GlobalOptions } from '../session';
import { printJson, type Terminal } from '../terminal';
import { printComplaint } from './show';

const ASK_EVERY_MS = 1_000;
const ASK_TIMES = 60;

interface ActOptions {
  readonly form: readonly string[];
  readonly option?: string;
  readonly accepted?: string;
  readonly key?: string;
  readonly [field: string]: unknown;
}

export function actCommand(terminal: Terminal): Command {
  return new Command('act')
    .description('do something about a complaint: decide, approve, take over, explain, ...')
    .argument('<reference>')
    .addArgument(new Argument('<act>', 'what to do').choices(ACT_NAMES))
    .option('--task <id>', 'the task it is meant for (else the open one)')
    .option('--outcome <key>')
    .option('--form <key=value>', 'a field of the form; may be given again', collect, [])
    .option('--reason <text>')
    .option('--to <id>', 'assign, refer: to whom or where')
    .option('--span <span>', 'extend: by how much, such as 2wd')
    .option('--severity <key>')
    .option('--evidence <text>')
    .option('--option <n>', 'choose: which of the solutions offered, from 0')
    .option('--accepted <n,...>', 'choose partly: which of what is offered, from 0')
    .option('--person <id>', 'recuse: somebody below you, who is to stand aside')
    .option('--same-fault', 'reopen: the same fault has come back')
    .option('--key <key>', 'idempotency key: the same again is not done twice')
    .action(async (reference: string, act: string, options: ActOptions, command: Command) => {
      const client = openSession(terminal, command, 'act');
      const body = await bodyOf(client, reference, act, options);
      const idempotency = options.key === undefined ? {} : { idempotencyKey: options.key };
      const acted = await settled(client, await client.act({ reference, act: body, ...idempotency }));
      if (command.optsWithGlobals<GlobalOptions>().json) return printJson(terminal, acted);
      if (acted.complaint !== null) return printComplaint(terminal, acted.complaint);
      terminal.out(
        `Recorded: ${acted.reference} is ${acted.status}${acted.stage === null ? '' : ` at ${acted.stage}`}.\n`,
      );
    });
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function bodyOf(client: Client, reference: string, act: string, options: ActOptions): Promise<StaffActBody> {
  const { form: pairs, option, accepted, key: _key, ...fields } = options;
  const body: Record<string, unknown> = { act, ...fields };
  if (option !== undefined) {
    if (!/^\d+$/.test(option)) throw new UsageError(`--option takes a number, not "${option}".`);
    body.option = Number(option);
  }
  if (accepted !== undefined) {
    if (!/^\d+(,\d+)*$/.test(accepted))
      throw new UsageError(`--accepted takes numbers such as 0,2, not "${accepted}".`);
    body.accepted = accepted.split(',').map(Number);
  }
  if (pairs.length > 0) {
    const { acts } = await client.complaint(reference);
    body.form = readForm(pairs, acts.find((allowed) => allowed.act === act)?.form);
  }
  return body as StaffActBody;
}

async function settled(client: Client, first: Acted | PendingAct): Promise<Acted> {
  let answer = first;
  for (let asked = 0; answer.status === 'pending'; asked += 1) {
    if (asked === ASK_TIMES) {
      throw new CommandFailed('The act is taken but not recorded yet; look again later with "redress show".');
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    answer = await client.pendingAct(answer);
  }
  return answer;
}
