import type { Pool } from '../../db/pool';

const TABLES = `
  select c.relname as name, c.oid, coalesce(array_to_string(c.reloptions, ', '), '') as options
  from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by c.relname`;

const LINES = `
  select format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
    || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
    || case when a.attnotnull then ' not null' else '' end as line, 0 as part, a.attnum::text as place
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped
  union all
  select format('constraint %I %s', conname, pg_get_constraintdef(oid)), 1, conname
  from pg_constraint where conrelid = $1 and contype <> 'n'`;

const AFTERWARDS = `
  select pg_get_indexdef(i.indexrelid) || ';' as line, 0 as part, i.indexrelid::regclass::text as place
  from pg_index i where i.indrelid = $1
    and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
  union all
  select pg_get_triggerdef(oid) || ';', 1, tgname from pg_trigger where tgrelid = $1 and not tgisinternal`;

const FUNCTIONS = `
  select pg_get_functiondef(oid) as definition from pg_proc
  where pronamespace = 'public'::regnamespace and prokind in ('f', 'p') order by proname, oid`;

interface Table {
  readonly name: string;
  readonly oid: number;
  readonly options: string;
}

/** The schema of a migrated database, always in the same words: what `schema.sql` holds, to be read and compared. */
export async function dumpSchema(pool: Pool): Promise<string> {
  const functions = await pool.query<{ definition: string }>(FUNCTIONS);
  const tables = await pool.query<Table>(TABLES);
  const parts = functions.rows.map(({ definition }) => `${definition.trim()};`);
  for (const table of tables.rows) parts.push(await dumpTable(pool, table));
  return `${parts.join('\n\n')}\n`;
}

async function dumpTable(pool: Pool, { name, oid, options }: Table): Promise<string> {
  const lines = await linesOf(pool, LINES, 'part, length(place), place', oid);
  const after = await linesOf(pool, AFTERWARDS, 'part, place', oid);
  const body = lines.map((line) => `  ${line}`).join(',\n');
  const stored = options === '' ? '' : ` with (${options})`;
  return [`create table ${name} (\n${body}\n)${stored};`, ...after].join('\n');
}

async function linesOf(pool: Pool, query: string, order: string, oid: number): Promise<readonly string[]> {
  const { rows } = await pool.query<{ line: string }>(`select line from (${query}) all_lines order by ${order}`, [oid]);
  return rows.map(({ line }) => line);
}
