import { defined } from '../contract/defined';
import { listTasks, type ListTasksInput, type TaskRow } from '../db/tasks';
import type { Page } from '../db/page';
import type { Pool } from '../db/pool';
import { NOBODY_LEFT_OUT } from '../domain/people/leaving-out';
import type { Library } from './library';

/** `mine`: held by them or by somebody absent whose stand-in they are; `pools`: free for them to take; `all`: anybody's. */
export type Scope = 'mine' | 'pools' | 'both' | 'all';

export interface WorklistInput {
  readonly pool: Pool;
  readonly library: Library;
  readonly now: () => Date;
}

export interface TasksWanted {
  /** Whose list it is. */
  readonly staff: string;
  /** `both`, or `all` with a department, unless given. */
  readonly scope?: Scope | undefined;
  readonly department?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** The open tasks, by due time. */
export class Worklist {
  constructor(private readonly input: WorklistInput) {}

  /** Throws InvalidCursor. */
  async list({ staff, scope, department, cursor, limit }: TasksWanted): Promise<Page<TaskRow>> {
    const { pool, library, now } = this.input;
    const wanted = scope ?? (department === undefined ? 'both' : 'all');
    const aside = { ...NOBODY_LEFT_OUT, at: now().toISOString() };
    const [absent = []] = await library.answer([{ ask: 'represents', person: staff, aside }]);
    const standingInFor = absent as readonly string[];
    return listTasks(pool, { ...whose(wanted, staff), standingInFor, ...defined({ department, cursor }), limit });
  }
}

function whose(scope: Scope, staff: string): Pick<ListTasksInput, 'person' | 'pools'> {
  return {
    ...(scope === 'mine' || scope === 'both' ? { person: staff } : {}),
    ...(scope === 'pools' || scope === 'both' ? { pools: staff } : {}),
  };
}
