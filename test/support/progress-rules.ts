import type { ProgressRule } from '../../domain/model/procedure';
import type { KnownRules } from '../../domain/people/pool-members';
import { elapsedHours } from './core-rules';

/** The same rules where word to the complainant is due at a rhythm in every stage with one task at a time. */
export function withProgress(rules: KnownRules, progress: ProgressRule): KnownRules {
  const { procedure } = rules;
  const stages = Object.fromEntries(
    Object.entries(procedure.stages).map(([key, rule]) => [
      key,
      rule.kind === 'close' || rule.kind === 'grant' || rule.kind === 'parallel' ? rule : { ...rule, progress },
    ]),
  );
  return { ...rules, procedure: { ...procedure, stages } };
}

/** Elapsed hours and minutes, with word due every seven of them. */
export const wordDue: KnownRules = withProgress(elapsedHours, { every: { count: 7, unit: 'h' }, most: 3 });
