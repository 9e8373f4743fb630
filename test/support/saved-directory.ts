import type { Pool } from '../../db/pool';
import { saveOrganisation } from '../../db/people';
import type { Directory } from '../../domain/model/people';

/** Saves an organisation that is known whole; whoever it names and does not have has left it. */
export async function saveDirectory(pool: Pool, directory: Directory): Promise<void> {
  const staff = Object.entries(directory.staff);
  const absences = staff.flatMap(([id, { absences: away = [] }]) => away.map((one) => ({ staff: id, ...one })));
  const gone = [...staff.map(([, { manager }]) => manager), ...absences.map(({ standIn }) => standIn)];
  await pool.query('delete from absences');
  await pool.query('delete from interests');
  await pool.query(
    `insert into departments (id, name, active) select distinct id, id, false from unnest($1::text[]) id
     on conflict do nothing`,
    [staff.map(([, { department }]) => department)],
  );
  await saveOrganisation(pool, {
    departments: Object.entries(directory.departments).map(([id, department]) => ({ id, name: id, ...department })),
    staff: staff.map(([id, { roles, department, manager }]) => {
      return { id, name: id, roles, department, locale: 'en', ...(manager === undefined ? {} : { manager }) };
    }),
  });
  await pool.query(
    `insert into staff (id, name, roles, department, locale, active)
     select distinct id, id, '{}'::text[], (select id from departments limit 1), 'en', false
     from unnest($1::text[]) id where id is not null on conflict do nothing`,
    [gone],
  );
  await pool.query(
    `insert into absences (id, staff, from_at, to_at, stand_in)
     select 'absence-' || lpad(place::text, 6, '0'), a->>'staff', (a->>'from')::timestamptz, (a->>'to')::timestamptz,
       nullif(a->>'standIn', a->>'staff')
     from jsonb_array_elements($1::jsonb) with ordinality as given(a, place)`,
    [JSON.stringify(absences)],
  );
  const interests = staff.flatMap(([id, { interests: marks = [] }]) => marks.map((mark) => ({ staff: id, mark })));
  await pool.query(
    `with words as (
       insert into content (id, reference, kind, salt, hash, stored_by) values ('words', 'words', 'interest', '', '', 'x')
       on conflict (id) do update set kind = excluded.kind returning id
     )
     insert into interests (id, staff, mark, content)
     select distinct (i->>'staff') || ' ' || (i->>'mark'), i->>'staff', i->>'mark', words.id
     from words, jsonb_array_elements($1::jsonb) i`,
    [JSON.stringify(interests)],
  );
}
