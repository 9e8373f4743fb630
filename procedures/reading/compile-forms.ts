import type { Condition, Field, Form, LimitCase, Range, Route } from '../../domain/model/procedure';
import type { ConditionDocument, LimitCasesDocument, RangeDocument } from '../language/schema-conditions';
import type { FormDocument, RouteDocument } from '../language/schema-stages';

export function listOf<T>(one: T | readonly T[] | undefined): readonly T[] {
  if (one === undefined) return [];
  return Array.isArray(one) ? (one as readonly T[]) : [one as T];
}

export function each<A, B>(from: Readonly<Record<string, A>>, make: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, make(value, key)]));
}

export function compileForm(form: FormDocument | undefined): Form {
  return each(form ?? {}, (field): Field => {
    const requiredIf = field['required-if'];
    return {
      kind: field.kind,
      required: field.required ?? false,
      ...(requiredIf === undefined ? {} : { requiredIf: listOf(requiredIf) }),
      ...(field.options === undefined ? {} : { options: Object.keys(field.options) }),
    };
  });
}

export function compileOutcomes(written: Readonly<Record<string, RouteDocument | undefined>>): Record<string, Route> {
  const outcomes = Object.entries(written).filter((entry): entry is [string, RouteDocument] => entry[1] !== undefined);
  return Object.fromEntries(outcomes.map(([outcome, route]) => [outcome, compileRoute(route)]));
}

function compileRoute(route: RouteDocument): Route {
  if (typeof route === 'string') return { cases: [], then: route, newRound: false };
  const { when, cases = [], then = '', otherwise = '', most, after } = route;
  const all = when === undefined ? cases : [{ when, then }];
  return {
    cases: all.map((one) => ({ when: compileCondition(one.when), then: one.then })),
    then: all.length === 0 ? then : otherwise,
    newRound: route['new-round'] ?? false,
    ...(most === undefined ? {} : { most }),
    ...(after === undefined ? {} : { after }),
  };
}

export function compileCondition(condition: ConditionDocument): Condition {
  return each(condition, (written) => {
    if (typeof written === 'object' && !Array.isArray(written)) return compileRange(written);
    return listOf(written as string | number | boolean);
  });
}

function compileRange({ 'at-least': atLeast, 'at-most': atMost }: RangeDocument): Range {
  return { ...(atLeast === undefined ? {} : { atLeast }), ...(atMost === undefined ? {} : { atMost }) };
}

export function compileLimitCases(cases: LimitCasesDocument): readonly LimitCase[] {
  return cases.map(({ when, within }) => ({ when: compileCondition(when), within }));
}
