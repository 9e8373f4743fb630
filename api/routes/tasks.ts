import { listTasks, type ListTasksInput } from '../../db/tasks';
import { absentRepresentedBy } from '../../domain/people/absence';
import type { ApiContext } from '../context';
import { defined } from '../../contract/defined';
import { route, type Route } from '../http/endpoint';
import { taskPageSchema, taskQuery, type TaskPage } from '../../contract/task';

type Scope = 'mine' | 'pools' | 'both' | 'all';

/** The worklist. */
export function taskRoutes({ pool, library, now }: ApiContext): Route[] {
  const list = route(
    {
      method: 'get',
      path: '/v1/tasks',
      operationId: 'listTasks',
      tag: 'Tasks',
      summary: 'Open tasks by due time: mine, those I may take, a department’s',
      access: 'staff',
      query: taskQuery,
      answers: { 200: { description: 'One page', schema: taskPageSchema } },
      problems: ['invalid-cursor'],
    },
    async ({ query: { scope, department, cursor, limit }, holder }) => {
      const wanted = scope ?? (department === undefined ? 'both' : 'all');
      const standingInFor = absentRepresentedBy(await library.current(), holder.id, now().toISOString());
      const filters = { ...whose(wanted, holder.id), standingInFor, ...defined({ department, cursor }) };
      const page = await listTasks(pool, { ...filters, limit });
      const body: TaskPage = { items: page.items.map((row) => ({ ...row, people: [...row.people] })), next: page.next };
      return { status: 200, body };
    },
  );
  return [list];
}

function whose(scope: Scope, me: string): Pick<ListTasksInput, 'person' | 'pools'> {
  return {
    ...(scope === 'mine' || scope === 'both' ? { person: me } : {}),
    ...(scope === 'pools' || scope === 'both' ? { pools: me } : {}),
  };
}
