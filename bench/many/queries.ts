import { createCalendarBacklog } from '../../db/calendars';
import { listComplaints, type ComplaintFilters, type ComplaintSort } from '../../db/complaint-lists';
import { cursorAt } from '../../db/complaint-order';
import { findComplaint } from '../../db/complaints';
import { countForFigures } from '../../db/figures';
import { createIntakeBacklog, findIntake, listOpenIntakes } from '../../db/intake';
import { listNotices } from '../../db/notices';
import { createOutbox } from '../../db/outbox';
import type { Pool } from '../../db/pool';
import { listTasks } from '../../db/tasks';
import { deadlineEventsOf, eventsOf } from '../../db/timeline';
import { referenceOfToken } from '../../db/tracking';
import { SAMPLE_WORDS, sampleReference } from './texts';

/** A question that the API or the sweep asks. */
export interface StoreQuery {
  readonly name: string;
  ask(pool: Pool): Promise<unknown>;
}

const LIMIT = 50;
const { everywhere, common, seldom, absent, halves, cjk } = SAMPLE_WORDS;

/** Between the newest and the oldest. */
export interface Middle {
  readonly at: string;
}

/** Each kind of list and look-up, with values that many, few and no complaints have. */
export function namedQueries(complaints: number, middle: Middle): readonly StoreQuery[] {
  return [...lists(middle), ...searches(), ...workAndNotices(complaints), ...oneComplaint(complaints), ...sweep()];
}

export function listQuery(filters: ComplaintFilters, sort: ComplaintSort = '-receivedAt', cursor?: string): StoreQuery {
  const asked = Object.entries(filters).map(([name, value]) => `${name}=${String(value)}`);
  const name = ['complaints', ...asked, `sort=${sort}`, ...(cursor === undefined ? [] : ['from the middle'])].join(' ');
  return {
    name,
    ask: (pool) => listComplaints(pool, { filters, sort, limit: LIMIT, ...(cursor === undefined ? {} : { cursor }) }),
  };
}

function lists({ at }: Middle): readonly StoreQuery[] {
  const sorts = ['receivedAt', '-receivedAt', 'dueAt', '-dueAt'] as const;
  const deep = sorts.map((sort) => {
    const stretch = sort.endsWith('receivedAt') ? 'all' : 'none';
    return listQuery({}, sort, cursorAt(sort, { stretch, at, reference: 'C-5' }));
  });
  return [
    ...sorts.map((sort) => listQuery({}, sort)),
    ...deep,
    listQuery({ open: true }, 'dueAt'),
    listQuery({ open: false }),
    listQuery({ department: 'department-3' }, 'dueAt'),
    listQuery({ owner: 'staff-3' }, 'dueAt'),
    listQuery({ stage: 'approval' }, '-receivedAt'),
    listQuery({ procedure: 'hotel', severity: 'urgent', open: false }),
    listQuery({ level: 3, open: true }, 'dueAt'),
    listQuery({ procedure: 'hotel', severity: 'none-such' }),
    listQuery({ open: true, procedure: 'hotel', stage: 'approval', severity: 'urgent', level: 9 }, '-receivedAt'),
    listQuery({ department: 'department-3', owner: 'staff-499', severity: 'none-such' }, 'dueAt'),
  ];
}

function searches(): readonly StoreQuery[] {
  const [first = '', second = ''] = common;
  return [
    listQuery({ q: everywhere }),
    listQuery({ q: first }),
    listQuery({ q: `${first} ${second}` }, 'receivedAt'),
    listQuery({ q: common.join(' ') }),
    listQuery({ q: `${first} ${seldom}` }),
    listQuery({ q: seldom }, 'dueAt'),
    listQuery({ q: absent }),
    listQuery({ q: `${everywhere} ${absent}` }, 'dueAt'),
    listQuery({ q: halves.join(' ') }),
    ...cjk.map((q) => listQuery({ q })),
    listQuery({ q: '水漏' }),
    listQuery({ q: sampleReference(500) }),
    listQuery({ q: first, open: true, department: 'department-3' }, 'dueAt'),
    listQuery({ q: `${first} ${second}`, procedure: 'hotel', severity: 'urgent', open: false }),
    listQuery({ q: everywhere, owner: 'staff-499', severity: 'urgent' }),
    listQuery({ q: first, procedure: 'none-such' }),
  ];
}

function workAndNotices(complaints: number): readonly StoreQuery[] {
  const reference = sampleReference(complaints - 3);
  return [
    {
      name: 'worklist of a person and their pools',
      ask: (pool) => listTasks(pool, { person: 'staff-3', pools: 'staff-3', limit: LIMIT }),
    },
    { name: 'worklist of a department', ask: (pool) => listTasks(pool, { department: 'department-3', limit: LIMIT }) },
    { name: 'worklist of all', ask: (pool) => listTasks(pool, { limit: LIMIT }) },
    {
      name: 'worklist of nobody',
      ask: (pool) => listTasks(pool, { person: 'none-such', pools: 'none-such', limit: LIMIT }),
    },
    {
      name: 'worklist of a person, in a department where they have nothing',
      ask: (pool) => listTasks(pool, { person: 'staff-3', pools: 'staff-3', department: 'none-such', limit: LIMIT }),
    },
    { name: 'notices', ask: (pool) => listNotices(pool, { limit: LIMIT }) },
    { name: 'notices about one complaint', ask: (pool) => listNotices(pool, { reference, limit: LIMIT }) },
    { name: 'notices to somebody', ask: (pool) => listNotices(pool, { to: 'staff-3', limit: LIMIT }) },
    { name: 'notices to complainants', ask: (pool) => listNotices(pool, { to: 'complainant', limit: LIMIT }) },
    { name: 'notices to nobody', ask: (pool) => listNotices(pool, { to: 'none-such', limit: LIMIT }) },
    {
      name: 'notices about one complaint to its complainant',
      ask: (pool) => listNotices(pool, { reference, to: 'complainant', limit: LIMIT }),
    },
    {
      name: 'notices about one complaint to nobody',
      ask: (pool) => listNotices(pool, { reference, to: 'none-such', limit: LIMIT }),
    },
  ];
}

function oneComplaint(complaints: number): readonly StoreQuery[] {
  const reference = sampleReference(complaints - 3);
  return [
    { name: 'one complaint', ask: (pool) => findComplaint(pool, reference) },
    { name: 'its timeline', ask: (pool) => eventsOf(pool, { reference, limit: 500 }) },
    { name: 'why its deadlines are what they are', ask: (pool) => deadlineEventsOf(pool, reference) },
    { name: 'its receipt', ask: (pool) => findIntake(pool, reference) },
    { name: 'by its tracking token', ask: (pool) => referenceOfToken(pool, `token of ${reference}`) },
    { name: 'by an unknown tracking token', ask: (pool) => referenceOfToken(pool, 'none such') },
  ];
}

function sweep(): readonly StoreQuery[] {
  const calendar = { id: 'cn', hash: 'another' } as Parameters<
    ReturnType<typeof createCalendarBacklog>['behind']
  >[0]['calendar'];
  const now = new Date('2000-01-01');
  return [
    { name: 'sweep: accepted and not started', ask: (pool) => createIntakeBacklog(pool).unstarted(500) },
    {
      name: 'sweep: behind their calendar',
      ask: (pool) => createCalendarBacklog(pool).behind({ calendar, after: '', limit: 500 }),
    },
    { name: 'pump: due deliveries', ask: (pool) => createOutbox(pool).claimDue({ limit: 20, now }) },
    { name: 'metrics', ask: (pool) => countForFigures(pool) },
    { name: 'restart: not archived, 500 at once', ask: (pool) => listOpenIntakes(pool, { after: '', limit: 500 }) },
  ];
}
