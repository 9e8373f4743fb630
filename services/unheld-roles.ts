import type { ProcedureFinding } from '../contract/procedure';
import type { Queryable } from '../db/pool';
import { holdersOf } from '../db/staff-diagnosis';
import type { Procedure } from '../domain/model/procedure';
import { rolesNamed } from '../domain/rules/named-roles';
import type { RuleBook } from '../procedures/language/rule-book';
import { parseYaml } from '../procedures/language/yaml-source';

/** The roles that a rule book names and nobody holds. */
export async function rolesUnheld(db: Queryable, procedure: Procedure): Promise<readonly string[]> {
  const found = await holdersOf(db, rolesNamed(procedure));
  return found.filter(({ holders }) => holders.length === 0).map(({ role }) => role);
}

/** A warning for each of the roles, at the first place in the text that names it. */
export function unheldRoleFindings(
  { procedure, source }: Pick<RuleBook, 'procedure' | 'source'>,
  roles: readonly string[],
): readonly ProcedureFinding[] {
  const parsed = parseYaml(source, procedure.key);
  if (!parsed.ok) return [];
  return roles.map((role) => {
    const message = `nobody holds the role "${role}": what it would own goes up to the heads of departments`;
    const { path, line, column } = parsed.source.error({ path: placeOf(procedure, role), message });
    return { severity: 'warning', property: null, path, line, column, message, story: null };
  });
}

function placeOf({ owners }: Procedure, role: string): readonly string[] {
  const owner = Object.entries(owners).find(([, rule]) => rule.role === role);
  return owner ? ['owners', owner[0], 'role'] : ['discretion', 'limits', role];
}
