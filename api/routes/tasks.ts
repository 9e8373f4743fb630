import type { ApiContext } from '../context';
import { route, type Route } from '../http/endpoint';
import { taskPageSchema, taskQuery, type TaskPage } from '../../contract/task';

/** The worklist. */
export function taskRoutes({ worklist }: ApiContext): Route[] {
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
    async ({ query, holder }) => {
      const page = await worklist.list({ ...query, staff: holder.id });
      const body: TaskPage = { items: page.items.map((row) => ({ ...row, people: [...row.people] })), next: page.next };
      return { status: 200, body };
    },
  );
  return [list];
}
