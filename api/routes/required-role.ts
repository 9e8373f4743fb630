import type { ApiContext } from '../context';
import { Problem } from '../../contract/problems';

/** Throws `forbidden` unless that member of staff has one of the roles. */
export async function requireRole({ library }: ApiContext, id: string, roles: readonly string[]): Promise<void> {
  const { staff } = await library.current();
  if (staff[id]?.roles.some((role) => roles.includes(role))) return;
  throw new Problem({ type: 'forbidden', detail: `This is for the roles ${roles.join(' and ')}.` });
}
