import { createHmac } from 'node:crypto';
import type { ComplaintState, TaskState } from '../../domain/model/state';
import { openTasks } from '../../domain/model/tasks';

/** Marks that stand for who holds a task alone, for somebody who is not to be told who that is. */
export class HolderMarks {
  constructor(private readonly secret: string) {}

  /** Another one as soon as somebody else holds the task; null while several do. */
  of({ reference }: ComplaintState, { id, owner }: TaskState): string | null {
    const [person, ...others] = owner.people;
    if (person === undefined || others.length > 0) return null;
    return createHmac('sha256', this.secret)
      .update(JSON.stringify(['holder', reference, id, person]))
      .digest('base64url');
  }

  /** Whom a mark stands for, as long as they hold that task alone; null from then on. */
  holder(state: ComplaintState, mark: string): string | null {
    return openTasks(state).find((task) => this.of(state, task) === mark)?.owner.people[0] ?? null;
  }
}
