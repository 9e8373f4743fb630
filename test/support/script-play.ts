import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BareRules } from '../../domain/model/rules';
import { KnownPeople } from '../../domain/people/known-people';
import { Workload } from '../../domain/people/workload';
import { holdersOf, type KnownRules } from '../../domain/people/pool-members';
import { openTasks } from '../../domain/model/tasks';
import { withCustoms } from '../../procedures/customs/compile-customs';
import { demoDirectory } from '../../rehearsal/demo-people';
import {
  actFrom,
  actorOf,
  checkRegistration,
  directoryOf,
  localeOf,
  readScript,
  registrationOf,
  timedActs,
  type Script,
} from '../../rehearsal/script';
import { Story } from './story';

const FOLDER = join(__dirname, '../../examples/rehearsals');

export interface NamedScript {
  readonly procedure: string;
  readonly file: string;
  readonly script: Script;
}

/** Every script that ships, by the procedure that its folder names. */
export function shippedScripts(): readonly NamedScript[] {
  return readdirSync(FOLDER)
    .sort()
    .flatMap((procedure) =>
      readdirSync(join(FOLDER, procedure))
        .sort()
        .map((file) => ({ procedure, file, script: scriptFrom(procedure, file) })),
    );
}

export function scriptFrom(procedure: string, file: string): Script {
  return readScript(readFileSync(join(FOLDER, procedure, file), 'utf8'), `${procedure}/${file}`);
}

/** Plays a script by the core alone, then lets time pass to the end. Throws at an act that is refused. */
export function playScript({ procedure, calendar }: Pick<BareRules, 'procedure' | 'calendar'>, script: Script): Story {
  if (script.start === undefined) throw new Error('a script that is played twice says when it starts');
  const people = script.people ? { version: 'script', ...directoryOf(script.people) } : demoDirectory();
  const known: KnownRules = { procedure, calendar, people: new KnownPeople(people, new Workload()) };
  const rules = withCustoms(known, localeOf(script.complaint, procedure));
  const start = new Date(script.start).toISOString();
  const registration = registrationOf(script.complaint, rules, 'C-EXAMPLE', start);
  checkRegistration(rules, registration);
  const story = new Story(rules, start).register(registration);
  timedActs(script, start, calendar).forEach(({ at, scripted }, index) => {
    story.passTo(at);
    const by = actorOf(scripted.by, people, holders(story));
    const read = actFrom(scripted, at, by, `act-${index}`);
    if ('refusal' in read) throw new Error(`refused: ${read.refusal.type}: ${read.refusal.detail}`);
    story.act(read.act);
  });
  while (story.passOne());
  return story;
}

function holders({ current, rules, now }: Story): readonly string[] {
  return openTasks(current).flatMap((task) => holdersOf(rules, current, task, now));
}
