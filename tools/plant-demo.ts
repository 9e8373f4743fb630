import { importKey, issueKey, type KeyInput } from '../db/keys';
import { listStaff, saveOrganisation, type StaffMember } from '../db/people';
import type { Pool } from '../db/pool';
import { findSource, saveSource } from '../db/sources';
import { DEMO_ORGANISATION, DEMO_SOURCE } from './demo-organisation';
import type { Credentials } from './local-state';

type Keys = Required<Pick<Credentials, 'intake' | 'staff'>>;

/**
 * Gives an empty database the demo organisation, and every demo member of staff a key: the one of the last start, else
 * a new one. An organisation that is there already is left as it is.
 */
export async function plantDemo(pool: Pool, before: Pick<Credentials, 'intake' | 'staff'> | undefined): Promise<Keys> {
  if ((await listStaff(pool)).length === 0) await saveOrganisation(pool, DEMO_ORGANISATION);
  if ((await findSource(pool, DEMO_SOURCE.id)) === null) await saveSource(pool, DEMO_SOURCE);
  const staff: Keys['staff'] = [];
  for (const member of await listStaff(pool)) {
    if (!DEMO_ORGANISATION.staff.some(({ id }) => id === member.id)) continue;
    const known = before?.staff.find(({ id }) => id === member.id)?.key;
    staff.push(entry(member, await keyFor(pool, { kind: 'staff', id: member.id, label: 'demo' }, known)));
  }
  const intake = { kind: 'intake', id: DEMO_SOURCE.id, label: 'demo' } as const;
  const known = before?.intake?.source === DEMO_SOURCE.id ? before.intake.key : undefined;
  return { intake: { source: DEMO_SOURCE.id, key: await keyFor(pool, intake, known) }, staff };
}

async function keyFor(pool: Pool, holder: KeyInput, known: string | undefined): Promise<string> {
  if (known === undefined) return issueKey(pool, holder);
  await importKey(pool, known, holder);
  return known;
}

function entry({ id, name, roles, department }: StaffMember, key: string): Keys['staff'][number] {
  return { id, name, role: roles[0] ?? '', department, key };
}
