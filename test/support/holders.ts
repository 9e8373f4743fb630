import type { Ownership } from '../../domain/model/event';
import { KnownPeople, membersOf } from '../../domain/people/known-people';
import { COMPLAINANT, poolNamed, type Directory } from '../../domain/model/people';
import { holdersOf, type KnownRules } from '../../domain/people/pool-members';
import type { TaskState } from '../../domain/model/state';
import type { Story } from './story';

/** Who owns a task of a story, in its first place the only one, everybody spelled out who may take it now. */
export function ownerNow(
  story: Story,
  task: TaskState | undefined = story.current.stage?.tasks[0],
): Ownership | undefined {
  return task && { ...task.owner, people: holdersOf(story.rules, story.current, task, story.now) };
}

/** Rules with another organisation. */
export function withPeople<R extends KnownRules>(rules: R, people: Directory): R {
  return { ...rules, people: new KnownPeople(people) };
}

/** Everybody whom the name of a recipient stands for: of a pool all of it, whoever they are. */
export function readersOf({ people: { directory } }: KnownRules, to: string): readonly string[] {
  const pool = poolNamed(to);
  if (pool !== null) return membersOf(directory, pool);
  return to === COMPLAINANT || Object.hasOwn(directory.staff, to) ? [to] : [];
}
