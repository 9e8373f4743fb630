import { SATISFACTION_FIELD, type Condition, type Form, type Procedure, type StageRule } from '../../domain/procedure';

/** Facts that every complaint has from the first; nobody has to ask for them. */
export const GIVEN_FACTS: readonly string[] = ['category', 'severity', 'channel', 'round'];

export type Value = string | number | boolean;

/** What a procedure's ways depend on: each fact with the values that conditions name. */
export interface NamedFacts {
  readonly values: ReadonlyMap<string, readonly Value[]>;
}

export function conditionsOf(stage: StageRule): readonly Condition[] {
  if (stage.kind === 'close') return [];
  return Object.values(stage.outcomes).flatMap(({ cases }) => cases.map(({ when }) => when));
}

/** Facts of conditions, of owners' departments, of what is offered, of surveys. */
export function namedFacts({ stages, owners }: Procedure): NamedFacts {
  const values = new Map<string, readonly Value[]>();
  const add = (fact: string, more: readonly Value[]): void => {
    values.set(fact, [...new Set([...(values.get(fact) ?? []), ...more])]);
  };
  for (const stage of Object.values(stages)) {
    for (const when of conditionsOf(stage)) for (const [fact, named] of Object.entries(when)) add(fact, named);
    if (stage.kind === 'consent') add(stage.offer, []);
    if (stage.kind === 'revisit') {
      add(SATISFACTION_FIELD, []);
      add('doubt', []);
    }
  }
  for (const { in: within, above } of Object.values(owners)) {
    for (const fact of [within, above]) if (fact !== undefined) add(fact, []);
  }
  return { values };
}

/** The forms that a procedure asks, by stage; a parallel stage's are those of its parts. */
export function formsOf(stage: StageRule): readonly Form[] {
  if (stage.kind === 'close') return [];
  return stage.kind === 'parallel' ? Object.values(stage.parts).map(({ form }) => form) : [stage.form];
}
