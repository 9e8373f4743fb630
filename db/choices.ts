import type { ComplaintEvent } from '../domain/model/event';
import type { Choice, Lookup } from '../domain/people/lookup';
import type { ComplaintState } from '../domain/model/state';
import { namedHolders } from '../domain/model/tasks';
import { withTransaction, type Pool, type PoolClient, type Queryable } from './pool';

type Choosing = Extract<Lookup, { look: 'choice' }>;

// The offsets have absences and interests looked up for whoever comes first, not everybody's read.
/** Of the pool in $1 and $2 who is there at $3, without an interest by $4, and not among $5. */
const FREE = `
  from staff_roles r
  where r.role = $1 and ($2::text is null or r.department = $2) and r.staff <> all($5)
    and not exists (select from absences a where a.staff = r.staff
      and a.from_at <= $3::timestamptz and $3::timestamptz < a.to_at offset 0)
    and not exists (select from interests i where i.staff = r.staff and i.mark = any($4) offset 0)`;

const ORDERS = {
  'in-turn': 'r.last_new, r.staff collate "C"',
  'least-loaded': 'r.open, r.last_new, r.staff collate "C"',
} as const;

const first = (by: keyof typeof ORDERS): string => `
  select r.staff as person, r.open ${FREE} and ($6::integer is null or r.open < $6) order by ${ORDERS[by]} limit 1`;

const FIRST = { 'in-turn': first('in-turn'), 'least-loaded': first('least-loaded') } as const;

const ANYBODY = `select exists (select ${FREE}) as found`;

const BEFORE = `
  select c.staff as person, c.open from choices c
  where c.reference = $6 and c.task = $7 and c.staff in (select r.staff ${FREE})`;

/** Who would be chosen now; the same as before for a task for which somebody was. */
export async function findChoice(db: Queryable, choosing: Choosing): Promise<Choice | 'full' | null> {
  return (await chosenBefore(db, choosing)) ?? (await firstOf(db, choosing));
}

function chosenBefore(db: Queryable, choosing: Choosing): Promise<Choice | null> {
  const { reference, task } = choosing.choose.for;
  return one(db, 'choice-before', BEFORE, [...freeValues(choosing), reference, task]);
}

async function firstOf(db: Queryable, choosing: Choosing): Promise<Choice | 'full' | null> {
  const { by, most } = choosing.choose;
  const free = freeValues(choosing);
  const found = await one(db, `choice-${by}`, FIRST[by], [...free, most]);
  if (found) return found;
  const { rows } = await db.query<{ found: boolean }>({ name: 'choice-anybody', text: ANYBODY, values: free });
  return rows[0]?.found ? 'full' : null;
}

function freeValues({ pool: { role, department }, sight: { at, about }, out }: Choosing): unknown[] {
  return [role, department, at, about, out];
}

async function one(db: Queryable, name: string, text: string, values: unknown[]): Promise<Choice | null> {
  const { rows } = await db.query<Choice>({ name, text, values });
  return rows[0] ?? null;
}

/** A choice of which nothing is recorded after so long is of no more account; its record checks the limit again. */
const EXPIRY = '10 minutes';

// Rows of several people are locked in one order, as where complaints are recorded.
const dropped = (which: string): string => `
  with gone as (
    delete from choices where ${which} returning staff
  ), held as (
    select o.staff, o.role, g.n from staff_roles o join (select staff, count(*)::integer as n from gone group by staff) g
      on g.staff = o.staff
    order by o.staff, o.role for update of o
  )
  update staff_roles r set open = r.open - held.n from held where r.staff = held.staff and r.role = held.role`;

const DROP_EXPIRED = dropped(`at < clock_timestamp() - interval '${EXPIRY}'`);
const DROP_FORMER = dropped('reference = $1 and task = $2');

const LOCK_PERSON = 'select role, open from staff_roles where staff = $1 order by role for update';
const IS_RESERVED = 'select from choices where reference = $1 and task = $2 and staff = $3';

const RESERVE = `
  with reserved as (
    insert into choices (reference, task, role, staff, open, at) values ($1, $2, $3, $4, $5, clock_timestamp())
  )
  update staff_roles set open = open + 1, last_new = clock_timestamp() where staff = $4`;

/**
 * Chooses, and reserves the choice: whoever is chosen has had their turn and holds one more from now on. Choices of one role
 * are made one after the other. Asked again for the same task, it is the same person.
 */
export async function reserveChoice(pool: Pool, choosing: Choosing): Promise<Choice | 'full' | null> {
  await pool.query({ name: 'choices-expire', text: DROP_EXPIRED });
  return withTransaction(pool, async (client) => {
    await client.query("select pg_advisory_xact_lock(hashtext('choice'), hashtext($1))", [choosing.pool.role]);
    const before = await chosenBefore(client, choosing);
    if (before) return before;
    const { reference, task } = choosing.choose.for;
    await client.query({ name: 'choices-drop', text: DROP_FORMER, values: [reference, task] });
    for (;;) {
      const choice = await firstOf(client, choosing);
      if (choice === null || choice === 'full') return choice;
      if (await settle(client, choosing, choice.person)) return choice;
    }
  });
}

/** False where somebody of several roles has been given as many by others meanwhile. */
async function settle(client: PoolClient, { pool, choose }: Choosing, person: string): Promise<boolean> {
  const { most } = choose;
  const { reference, task } = choose.for;
  const { rows } = await client.query<{ role: string; open: number }>(LOCK_PERSON, [person]);
  const { open } = rows.find(({ role }) => role === pool.role) ?? { open: 0 };
  if (most !== null && open >= most) return false;
  await client.query({ name: 'choices-reserve', text: RESERVE, values: [reference, task, pool.role, person, open] });
  return true;
}

async function isReserved(client: PoolClient, values: readonly [string, string, string]): Promise<boolean> {
  const { rows } = await client.query({ name: 'choice-reserved', text: IS_RESERVED, values: [...values] });
  return rows.length > 0;
}

/** Somebody who was chosen for a task under a limit. */
export interface LimitedChoice {
  readonly task: string;
  readonly person: string;
  readonly most: number;
}

/** Choices under a limit that events are about to record. */
export function limitedChoices(events: readonly ComplaintEvent[]): readonly LimitedChoice[] {
  return events.flatMap((event) => {
    const { task, owner } = { task: null, owner: undefined, ...ownerOf(event) };
    const most = owner?.chosen?.most;
    return task === null || most === undefined || owner?.people[0] === undefined
      ? []
      : [{ task, person: owner.people[0], most }];
  });
}

function ownerOf(event: ComplaintEvent) {
  if (event.type === 'rungReached') {
    return 'task' in event.of && event.owner ? { task: event.of.task, owner: event.owner } : {};
  }
  return 'owner' in event ? { task: event.task, owner: event.owner } : {};
}

// Whoever holds more or less by the record, too: rows of several people are locked in one order.
const LOCK_ALL = `
  select staff, open from staff_roles
  where staff in (
    select unnest($2::text[])
    union select person from tasks where reference = $1 and person is not null
    union select staff from choices where reference = $1)
  order by staff, role for update`;

/**
 * Locks what people hold who come to hold more or less, until the transaction ends; answers who of those chosen holds as many
 * as they may and has no choice reserved for this task any more.
 */
export async function firstOverLimit(
  client: PoolClient,
  state: ComplaintState,
  chosen: readonly LimitedChoice[],
): Promise<string | null> {
  const { reference } = state;
  const people = [...namedHolders(state), ...chosen.map(({ person }) => person)];
  const { rows } = await client.query<{ staff: string; open: number }>(LOCK_ALL, [reference, people]);
  for (const { task, person, most } of chosen) {
    const isFull = rows.some(({ staff, open }) => staff === person && open >= most);
    if (isFull && !(await isReserved(client, [reference, task, person]))) return person;
  }
  return null;
}

/** Nothing is recorded and nobody chosen meanwhile. */
const RECOUNT = `
  update staff_roles r set open = counted.n from (
    select staff, (select count(*) from tasks t where t.person = s.staff)::integer
      + (select count(*) from choices c where c.staff = s.staff)::integer as n
    from (select distinct staff from staff_roles) s
  ) counted
  where r.staff = counted.staff and r.open <> counted.n`;

/** Counts anew what everybody holds. */
export async function recountLoads(pool: Pool): Promise<void> {
  await withTransaction(pool, async (client) => {
    await client.query('lock table events, choices, staff_roles in share row exclusive mode');
    await client.query(RECOUNT);
  });
}
