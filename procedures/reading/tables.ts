import { MIXED } from '../../domain/kinds/parallel';
import { KINDS } from '../../domain/kinds/table';
import { approverOf, rungsOf } from './compile-stages';
import { listOf } from './compile-forms';
import { unknownWord } from '../language/did-you-mean';
import {
  fieldsOfKind,
  parallelStages,
  routedStages,
  serialStages,
  routesOf,
  targetsOf,
} from '../language/document-parts';
import type { RuleBookDocument } from '../language/schema';
import type { GrantDocument, ParallelDocument, ReplyDocument, StageDocument } from '../language/schema-stages';
import type { Finding, Path } from '../language/yaml-source';

/** What parallel stages, grants, discretion, replies and the accountability record must keep to. */
export function checkTables(document: RuleBookDocument): Finding[] {
  return [
    ...parallelStages(document).flatMap(([key, stage]) => checkParallel(key, stage)),
    ...checkGrants(document),
    ...checkDiscretion(document),
    ...checkReplies(document),
    ...checkAccountability(document),
  ];
}

function checkParallel(key: string, { parts, outcomes }: ParallelDocument): Finding[] {
  const path = ['stages', key];
  const agreed = Object.keys(outcomes).filter((outcome) => outcome !== MIXED);
  const onKey = (holds: boolean, place: string, message: string): Finding[] =>
    holds ? [{ path: [...path, place], message, on: 'key' }] : [];
  return [
    ...onKey(Object.keys(parts).length === 0, 'parts', 'a parallel stage has at least one part: add it'),
    ...onKey(
      Object.keys(parts).length > 0 && Object.values(parts).every(({ when }) => when !== undefined),
      'parts',
      'every part has a condition, so that none may be left: at least one part stands without "when"',
    ),
    ...onKey(
      agreed.length > 1 && outcomes[MIXED] === undefined,
      'outcomes',
      '"mixed" is missing: say where this leads when the parts do not agree',
    ),
    ...onKey(
      agreed.length === 0 && outcomes[MIXED] !== undefined,
      'outcomes',
      'parts end with an outcome of their own: add one beside "mixed"',
    ),
    ...sharedFields(path, parts),
  ];
}

function sharedFields(path: Path, parts: ParallelDocument['parts']): Finding[] {
  const asked = new Map<string, string>();
  return Object.entries(parts).flatMap(([part, { form }]) =>
    Object.keys(form ?? {}).flatMap((field): Finding[] => {
      const before = asked.get(field);
      asked.set(field, before ?? part);
      if (before === undefined) return [];
      const message = `part "${before}" asks "${field}" already: one of the two answers would be lost`;
      return [{ path: [...path, 'parts', part, 'form', field], message, on: 'key' }];
    }),
  );
}

function checkGrants(document: RuleBookDocument): Finding[] {
  const grants = new Map(
    routedStages(document).filter((entry): entry is [string, GrantDocument] => 'remedies' in entry[1]),
  );
  const next = (key: string): string[] => {
    const grant = grants.get(key);
    if (grant === undefined) return [];
    const targets = routesOf(key, grant).flatMap(({ path, route }) => targetsOf(path, route));
    return targets.map(({ stage }) => stage).filter((stage) => grants.has(stage));
  };
  return [...grants].flatMap(([key, grant]) => {
    const path = ['stages', key];
    const reached = new Set(next(key));
    for (const one of reached) for (const other of next(one)) reached.add(other);
    const round: Finding[] = reached.has(key)
      ? [{ path, message: `stage "${key}" leads back to itself by grants alone: nothing would ever wait`, on: 'key' }]
      : [];
    return [...round, ...checkGrant(document, path, grant)];
  });
}

function isCarriedOut(stage: StageDocument | undefined): boolean {
  return stage !== undefined && KINDS[stage.kind].carriesOut;
}

function checkGrant(document: RuleBookDocument, path: Path, { field, remedies, outcomes }: GrantDocument): Finding[] {
  const offered = routedStages(document).flatMap(([, stage]) => ('offer' in stage ? [stage.offer] : []));
  const known = [...new Set([...fieldsOfKind(document, 'remedies'), ...offered])];
  const executed = targetsOf([], outcomes.granted).some(({ stage }) => isCarriedOut(document.stages[stage]));
  const asked = fieldsOfKind(document, 'text', 'yes-no', 'choice', 'number', 'date', 'department', 'staff').concat(
    fieldsOfKind(document, 'category', 'severity'),
  );
  const place = [...path, 'field'];
  const unknown = `${unknownWord('fact', field, known)} (a field of kind remedies, or what a consent offers)`;
  const lone = !known.includes(field) && (asked.includes(field) || !executed);
  return [
    ...(lone ? [{ path: place, message: unknown }] : []),
    ...remedies.flatMap(({ amount, currency }, at): Finding[] => {
      const one = [...path, 'remedies', at];
      if (amount !== undefined && currency === undefined) {
        return [{ path: [...one, 'amount'], message: 'an amount needs "currency": add it', on: 'key' }];
      }
      if (amount === undefined && currency !== undefined) {
        return [{ path: [...one, 'currency'], message: 'a currency needs "amount": add it', on: 'key' }];
      }
      const counted = document.discretion?.currency ?? currency;
      if (currency !== counted) {
        return [{ path: [...one, 'currency'], message: `amounts are counted in ${counted}, as under "discretion"` }];
      }
      return [];
    }),
  ];
}

/** Nobody may approve more than their role may grant, so everybody who can come to approve has a limit. */
function checkDiscretion(document: RuleBookDocument): Finding[] {
  const { discretion } = document;
  if (discretion === undefined) return [];
  return serialStages(document).flatMap(([key, stage]) => {
    if (!('chain' in stage)) return [];
    const approvers = stage.chain.map((step, at) => ({
      owner: approverOf(step),
      path: ['stages', key, 'chain', at] as Path,
    }));
    const last = rungsOf(stage.ladder, document.ladders).at(-1)?.['give-to'];
    const holder = last === undefined ? [] : [{ owner: last, path: ['stages', key, 'ladder'] as Path }];
    return [...approvers, ...holder].flatMap(({ owner, path }): Finding[] => {
      const rule = Object.hasOwn(document.owners, owner) ? document.owners[owner] : undefined;
      if (rule === undefined) {
        if (owner !== 'supervisor' && owner !== 'department-head') return [];
        const message = `the ladder gives "${key}" to the ${owner}, whose limit nobody knows: end it with a name from "owners"`;
        return [{ path, message }];
      }
      if (Object.hasOwn(discretion.limits, rule.role)) return [];
      return [
        {
          path,
          message: `"${owner}" may come to approve here, and role "${rule.role}" may grant nothing: add it to discretion.limits`,
        },
      ];
    });
  });
}

function checkReplies(document: RuleBookDocument): Finding[] {
  const replies = serialStages(document).filter((entry): entry is [string, ReplyDocument] => 'final' in entry[1]);
  const nowhere = Object.keys(document['outside-routes']).length === 0;
  return replies.flatMap(([key, { form = {}, final }]): Finding[] => [
    ...(final && nowhere
      ? [
          {
            path: ['stages', key, 'final'],
            message: 'a final reply names the outside routes: add one under "outside-routes"',
            on: 'key' as const,
          },
        ]
      : []),
    ...(document['reply-parts'] ?? []).flatMap((part): Finding[] => {
      const field = Object.hasOwn(form, part) ? form[part] : undefined;
      if (field === undefined) {
        const message = `every reply has "${part}": ask it here, required`;
        return [{ path: ['stages', key, 'form'], message, on: 'key' }];
      }
      if (field.required === true || listOf(field['required-if']).includes('sent')) return [];
      return [
        { path: ['stages', key, 'form', part], message: `every reply has "${part}": make it required`, on: 'key' },
      ];
    }),
  ]);
}

/** A name means one thing; an owner that is the person whom the field of its name holds is the same person. */
function checkAccountability(document: RuleBookDocument): Finding[] {
  const fields = fieldsOfKind(document, 'staff', 'department');
  const isBoth = (word: string): boolean =>
    fields.includes(word) && Object.hasOwn(document.owners, word) && document.owners[word]?.['named-in'] !== word;
  return Object.entries(document.accountability ?? {}).flatMap(([key, { on }]) =>
    on.flatMap((word, at): Finding[] => {
      const message = `"${word}" is a field and an owner: give one of the two another name`;
      return isBoth(word) ? [{ path: ['accountability', key, 'on', at], message }] : [];
    }),
  );
}
