import type { Ownership } from '../model/event';
import { COMPLAINANT, namesOf } from '../model/people';
import { PLACE, type OwnerRule, type Target } from '../model/procedure';
import { type Aside, type Found, NOBODY, type Wanted } from '../model/question';
import type { Rules } from '../model/rules';
import type { ComplaintState, TaskState } from '../model/state';
import { handledBefore } from './leaving-out';
import { withMore } from './presence';

/** Whether somebody is asked for by name, or whoever of the pool takes it will do. */
export type Naming = 'by-name' | 'or-pool';

/**
 * Who owns a task by a key of the procedure's `owners`, at this moment. People who must stand aside or are absent are
 * left out; stand-ins take the places of the absent. If nobody is left it goes up the departments to the top of the
 * organisation, `from` a department where the rule has none and nobody has the role; rather than having nobody, absence
 * is then overlooked. Only for a task that is opened or moved is one of several chosen.
 */
export function resolveOwner(
  rules: Rules,
  state: ComplaintState,
  key: string,
  out: Aside,
  { task = null, from = null }: Partial<Pick<NextInput, 'task' | 'from'>> = {},
): Ownership {
  const rule = ownerRule(rules, key);
  const found = nextOf(rules, state, { rule, out, naming: 'or-pool', task, from });
  return ownership(rules, { key, found, department: rule.in === undefined ? null : departmentOf(rule, state) });
}

interface NextInput {
  readonly rule: OwnerRule;
  readonly out: Aside;
  readonly naming: Naming;
  /** The task that somebody is to have from now on; null where people are only named. */
  readonly task: string | null;
  readonly from: string | null;
}

function nextOf(rules: Rules, state: ComplaintState, { rule, out, naming, task, from }: NextInput): Found {
  const aside = { ...out, people: withMore(out.people, handledBefore(rule, state)) };
  const choose = choosing(rule, state, task);
  const wanted = wantedBy(rule, state, from);
  return rules.people.ask('next', { wanted, aside, one: naming === 'by-name', ...choose });
}

function choosing({ assign, most }: OwnerRule, { reference }: ComplaintState, task: string | null) {
  if (assign === undefined || task === null) return {};
  return { choose: { by: assign, most: most ?? null, for: { reference, task } } };
}

function ownerRule({ procedure }: Rules, key: string): OwnerRule {
  const rule = procedure.owners[key];
  if (!rule) throw new Error(`procedure ${procedure.key} has no owner "${key}"`);
  return rule;
}

function wantedBy(rule: OwnerRule, state: ComplaintState, from: string | null): Wanted {
  const named = [rule.receiver && state.registration.receivedBy, rule.named && state.facts[rule.named]];
  const department = departmentOf(rule, state);
  const reach = reachOf(rule, department);
  return {
    first: named.filter((id): id is string => typeof id === 'string'),
    role: rule.role,
    reach,
    department: reach === 'anywhere' ? (department ?? from) : department,
  };
}

/** Of a complaint without a place whoever has the role, wherever they are. */
function reachOf(rule: OwnerRule, department: string | null): Wanted['reach'] {
  if (rule.in !== undefined) return rule.in === PLACE && department === null ? 'anywhere' : 'there';
  return rule.above === undefined ? 'anywhere' : 'above';
}

function departmentOf(rule: OwnerRule, state: ComplaintState): string | null {
  const named = rule.in ?? rule.above ?? '';
  const fact = named === PLACE ? state.registration.place : state.facts[named];
  return typeof fact === 'string' ? fact : null;
}

/** One named person holds it, found by a rung, an assignment or a hand-over. */
export function ownedBy(rules: Rules, key: string, found: Found): Ownership {
  return ownership(rules, { key, found: { ...found, people: found.people.slice(0, 1), pool: null }, department: null });
}

export interface FoundOwner {
  /** Of the procedure's `owners`. */
  readonly key: string;
  readonly found: Found;
  /** Where it is said by the rule; else that of those found. */
  readonly department: string | null;
}

/** The owner that was found for a task. */
export function ownership(rules: Rules, { key, found, department }: FoundOwner): Ownership {
  const { people, pool, leftOut, absent, chosen, full } = found;
  const person = pool === null && people.length === 1 ? (people[0] ?? null) : null;
  return {
    ...{ rule: key, department: department ?? found.department, people, person, pool, leftOut },
    ...(absent === 0 ? {} : { absent }),
    ...(pool === null ? {} : tellOf(rules, key)),
    ...(chosen === undefined ? {} : { chosen }),
    ...(full === undefined ? {} : { full }),
  };
}

/** What a pool is told that was found by a key of the procedure's `owners`, where that says so. */
export function tellOf({ procedure }: Rules, key: string): Pick<Ownership, 'tell'> {
  const tell = Object.hasOwn(procedure.owners, key) ? procedure.owners[key]?.tell : undefined;
  return tell === undefined ? {} : { tell };
}

/** From whose point of view a rung's target is meant, and who does not come into question. */
export interface TargetContext {
  readonly task: TaskState | null;
  readonly excluded: Aside;
}

/** Whom a rung of a task reaches, pools by their names. Empty only in an organisation without anybody free. */
export function resolveTarget(
  rules: Rules,
  state: ComplaintState,
  target: Target,
  whom: TargetContext,
): readonly string[] {
  return namesOf(findTarget(rules, state, target, whom));
}

/** The same, with who was left out. */
export function findTarget(
  rules: Rules,
  state: ComplaintState,
  target: Target,
  { task, excluded }: TargetContext,
  naming: Naming = 'or-pool',
): Found {
  if (target === COMPLAINANT) return { ...NOBODY_FOUND, people: [COMPLAINANT] };
  const { people, pool, department: from } = task?.owner ?? { ...NOBODY, department: null };
  const holders = { people, pool };
  if (target === 'owner') {
    const aside = { ...excluded, noStandIns: NOBODY };
    return { ...rules.people.ask('present', { holders, from, aside, orAbove: true }), leftOut: [], absent: 0 };
  }
  if (target === 'supervisor' || target === 'department-head') {
    return rules.people.ask('above', { holders, line: target, from, aside: excluded });
  }
  const given = naming === 'by-name' ? (task?.id ?? null) : null;
  return nextOf(rules, state, { rule: ownerRule(rules, target), out: excluded, naming, task: given, from: null });
}

const NOBODY_FOUND: Found = { ...NOBODY, department: null, leftOut: [], absent: 0 };
