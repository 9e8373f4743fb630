import type { Procedure } from '../model/procedure';

/** Every role that a rule book names, each once: who owns, approves, is told or explains, and who may grant how much. */
export function rolesNamed({ owners, discretion }: Procedure): readonly string[] {
  const owning = Object.values(owners).map(({ role }) => role);
  return [...new Set([...owning, ...Object.keys(discretion?.limits ?? {})])].sort();
}
