import type { Calendar } from '../../domain/calendar/calendar';
import type { Procedure, Route, RungRule, SerialRule } from '../../domain/model/procedure';
import type { KnownRules } from '../../domain/people/pool-members';
import { parseSpan, type Span } from '../../domain/calendar/span';
import { developer } from './story';

export function span(written: string): Span {
  const read = parseSpan(written);
  if (read === undefined) throw new Error(`not a span: ${written}`);
  return read;
}

const to = (then: string, more: Partial<Route> = {}): Route => ({ cases: [], then, newRound: false, ...more });

/** Shares of the budget instead of offsets, and an end with a relation of the owner, not with a role. */
const shares: readonly RungRule[] = [
  { at: { percent: 50 }, action: 'remind', to: 'owner' },
  { at: { percent: 80 }, action: 'tell', to: 'supervisor' },
  { at: { percent: 100 }, action: 'tell', to: 'department-head', explain: 'owner' },
  { at: { percent: 150 }, action: 'give', to: 'department-head', explain: 'supervisor' },
  { at: { offset: span('3d') }, action: 'give', to: 'chief' },
];

type Common = Pick<SerialRule, 'owner' | 'within' | 'ladder' | 'form' | 'outcomes'>;
const waiting = (owner: string, within: string, outcomes: Common['outcomes'], form: Common['form'] = {}): Common => ({
  owner,
  within: span(within),
  ladder: shares,
  form,
  outcomes,
});

const elapsed: Procedure = {
  ...developer.procedure,
  key: 'elapsed-hours',
  hash: 'elapsed-hours',
  categories: {},
  severities: [],
  outsideRoutes: [],
  first: 'triage',
  pause: { within: span('36h') },
  reopen: { within: span('5d'), then: 'triage' },
  owners: {
    desk: { role: 'customer-service' },
    department: { role: 'handler', in: 'responsible' },
    supervisor: { role: 'supervisor', above: 'responsible' },
    head: { role: 'department-head', above: 'responsible' },
    chief: { role: 'general-manager' },
  },
  clocks: {
    law: {
      kind: 'statutory',
      from: 'received',
      until: 'closed',
      within: span('10d'),
      ladder: [
        { at: { percent: 50 }, action: 'remind', to: 'owner' },
        { at: { offset: span('0') }, action: 'tell', to: 'chief', explain: 'owner' },
      ],
    },
    verified: {
      kind: 'promise',
      from: 'registered',
      until: 'executed',
      within: span('48h'),
      ladder: [{ at: { offset: span('-4h') }, action: 'remind', to: 'complainant' }],
    },
    care: { kind: 'promise', from: 'executed', until: 'closed', within: span('12wh'), ladder: shares.slice(0, 3) },
  },
  stages: {
    triage: {
      kind: 'task',
      ...waiting(
        'desk',
        '24h',
        { accepted: to('hand-over'), refused: to('answer') },
        {
          responsible: { kind: 'department', required: true },
        },
      ),
    },
    'hand-over': {
      kind: 'hand-over',
      takeWithin: span('90m'),
      notTaken: ['supervisor', 'head', 'chief'],
      ...waiting('department', '48h', { answered: to('review') }, { solution: { kind: 'remedies', required: true } }),
    },
    review: {
      kind: 'approval',
      chain: ['supervisor', 'head', 'chief'],
      ...waiting('supervisor', '8wh', {
        approved: to('offer'),
        returned: to('hand-over', { newRound: true, most: 2, after: 'answer' }),
        rejected: to('answer'),
      }),
    },
    offer: {
      kind: 'consent',
      offer: 'solution',
      ...waiting('desk', '72h', {
        agreed: to('repair'),
        disagreed: to('triage', { newRound: true, most: 1, after: 'answer' }),
        silent: to('answer'),
      }),
      ladder: [{ at: { percent: 50 }, action: 'remind', to: 'complainant' }],
    },
    repair: { kind: 'execute', ...waiting('department', '12wh', { done: to('call') }) },
    call: {
      kind: 'revisit',
      visits: { least: 1, most: 3 },
      againWithin: span('30m'),
      satisfied: ['good'],
      doubtful: ['fair'],
      attempts: 2,
      ...waiting(
        'desk',
        '24h',
        {
          satisfied: to('closed'),
          dissatisfied: to('triage', { newRound: true, most: 1, after: 'answer' }),
          unreachable: to('closed'),
        },
        { satisfaction: { kind: 'choice', required: true, options: ['good', 'fair', 'bad'] } },
      ),
    },
    answer: { kind: 'reply', final: false, ...waiting('desk', '4h', { sent: to('closed') }) },
    closed: { kind: 'close', result: 'resolved' },
  },
};

const roundTheClock: Calendar = {
  ...developer.calendar,
  id: 'round-the-clock',
  hash: 'round-the-clock',
  week: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]),
  holidays: {},
};

/** Elapsed hours and minutes, working hours, shares, three approvers, a statutory clock, rungs that give to relations. */
export const elapsedHours: KnownRules = { ...developer, procedure: elapsed };

/** The same where every day is a working day from midnight to midnight. */
export const alwaysOpen: KnownRules = { ...elapsedHours, calendar: roundTheClock };

/** The shipped rule book with three approvers, a statutory clock that counts working days, and much shorter limits. */
export const shortChain: KnownRules = {
  ...developer,
  procedure: {
    ...developer.procedure,
    key: 'short-chain',
    hash: 'short-chain',
    clocks: {
      ...developer.procedure.clocks,
      law: { kind: 'statutory', from: 'received', until: 'closed', within: span('7wd'), ladder: shares.slice(1, 3) },
    },
    owners: { ...developer.procedure.owners, chief: { role: 'general-manager' } },
    stages: Object.fromEntries(
      Object.entries(developer.procedure.stages).map(([key, rule]) => [
        key,
        rule.kind === 'approval'
          ? { ...rule, chain: ['customer-service-head', 'management', 'general-manager'] }
          : rule,
      ]),
    ),
  },
};

const explainAtDue: readonly RungRule[] = [
  { at: { offset: span('-2h') }, action: 'remind', to: 'owner' },
  { at: { offset: span('0') }, action: 'tell', to: 'supervisor', explain: 'owner' },
  { at: { offset: span('6h') }, action: 'give', to: 'department-head' },
];

/** Departments that work side by side, two of the parts with the same people; what differs is settled at the top. */
export const sideBySide: KnownRules = {
  ...developer,
  procedure: {
    ...elapsed,
    key: 'side-by-side',
    hash: 'side-by-side',
    first: 'triage',
    owners: { ...elapsed.owners, managers: { role: 'manager' } },
    stages: {
      triage: {
        kind: 'task',
        ...waiting(
          'desk',
          '24h',
          { accepted: to('joint'), refused: to('answer') },
          { responsible: { kind: 'department', required: true } },
        ),
      },
      joint: {
        kind: 'parallel',
        parts: {
          defect: {
            owner: 'department',
            within: span('2wd'),
            ladder: shares,
            form: { cause: { kind: 'choice', required: true, options: ['built', 'worn'] } },
          },
          service: {
            owner: 'desk',
            within: span('10h'),
            ladder: explainAtDue,
            form: { apology: { kind: 'yes-no', required: true } },
          },
          costs: {
            owner: 'department',
            within: span('30h'),
            ladder: explainAtDue,
            form: { amount: { kind: 'number', required: true } },
          },
          signature: { owner: 'managers', within: span('20wh'), ladder: shares.slice(0, 3), form: {} },
        },
        outcomes: {
          founded: to('review'),
          unfounded: to('answer'),
          mixed: to('settle', { most: 2, after: 'answer' }),
        },
      },
      settle: { kind: 'task', ...waiting('chief', '3d', { founded: to('review'), again: to('joint') }) },
      review: {
        kind: 'approval',
        chain: ['managers', 'chief'],
        ...waiting('managers', '8wh', {
          approved: to('answer'),
          returned: to('joint', { newRound: true, most: 2, after: 'answer' }),
        }),
      },
      answer: { kind: 'reply', final: false, ...waiting('desk', '4h', { sent: to('closed') }) },
      closed: { kind: 'close', result: 'resolved' },
    },
  },
};

/** Rules that differ in what time and people do: what holds in every life holds under each. */
export const DIFFERENT_RULES: readonly (readonly [string, KnownRules])[] = [
  ['the shipped rule book', developer],
  ['three approvers and a statutory clock', shortChain],
  ['elapsed and working hours', elapsedHours],
  ['every day from midnight to midnight', alwaysOpen],
  ['departments side by side', sideBySide],
];
