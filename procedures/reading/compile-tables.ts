import type { DerivedRule, DiscretionRule, Procedure } from '../../domain/model/procedure';
import { compileCondition, each } from './compile-forms';
import type { RuleBookDocument } from '../language/schema';
import type { DerivedDocument } from '../language/schema-tables';

type Tables = Pick<
  Procedure,
  'derived' | 'discretion' | 'paidByComplainant' | 'guarantee' | 'accountability' | 'objections'
>;

/** What a rule book says by tables. What it leaves out is absent: its hash stays the same when the language grows. */
export function compileTables(document: RuleBookDocument): Tables {
  const { derived, discretion, guarantee, accountability, objections } = document;
  const paid = document['paid-by-complainant'];
  return {
    ...(derived === undefined ? {} : { derived: each(derived, compileDerived) }),
    ...(discretion === undefined ? {} : { discretion: compileDiscretion(discretion) }),
    ...(paid === undefined ? {} : { paidByComplainant: paid }),
    ...(guarantee === undefined ? {} : { guarantee: { within: guarantee.within, then: guarantee.then } }),
    ...(accountability === undefined
      ? {}
      : { accountability: each(accountability, ({ when, on }) => ({ when: compileCondition(when), on })) }),
    ...(objections === undefined ? {} : { objections: objections.most }),
  };
}

function compileDerived({ lines, otherwise }: DerivedDocument): DerivedRule {
  return { lines: lines.map(({ when, is }) => ({ when: compileCondition(when), is })), otherwise };
}

function compileDiscretion({ currency, limits }: NonNullable<RuleBookDocument['discretion']>): DiscretionRule {
  return { currency, limits: each(limits, (most) => (most === 'any' ? null : most)) };
}
