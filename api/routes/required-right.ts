import type { Right } from '../../domain/model/rights';
import type { ApiContext } from '../context';
import { Problem } from '../../contract/problems';

/** Throws `forbidden`, naming the right, unless one of the roles of that member of staff holds it. */
export async function requireRight({ library }: ApiContext, id: string, right: Right): Promise<void> {
  const [{ staff }, roles] = await Promise.all([library.current(), library.rolesWithRight(right)]);
  if (staff[id]?.roles.some((role) => roles.includes(role))) return;
  const detail = `This needs the right "${right}", which none of your roles holds.`;
  throw new Problem({ type: 'forbidden', detail });
}
