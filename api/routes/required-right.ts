import type { Right } from '../../domain/model/rights';
import type { ApiContext } from '../context';
import { Problem } from '../../contract/problems';

/** Throws `forbidden`, naming the right, unless one of the roles of that member of staff holds it. */
export async function requireRight({ library }: ApiContext, id: string, right: Right): Promise<void> {
  const roles = await library.rolesWithRight(right);
  const [holds] = await library.answer([{ ask: 'role', person: id, roles }]);
  if (holds === true) return;
  const detail = `This needs the right "${right}", which none of your roles holds.`;
  throw new Problem({ type: 'forbidden', detail });
}
