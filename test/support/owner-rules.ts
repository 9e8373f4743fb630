import type { Procedure, Route, RungRule } from '../../domain/model/procedure';
import type { KnownRules } from '../../domain/people/pool-members';
import { span } from './core-rules';
import { developer } from './story';

const to = (then: string, more: Partial<Route> = {}): Route => ({ cases: [], then, newRound: false, ...more });

const ladder: readonly RungRule[] = [
  { at: { offset: span('-4h') }, action: 'remind', to: 'owner' },
  { at: { offset: span('0') }, action: 'tell', to: 'supervisor', explain: 'owner' },
  { at: { offset: span('6h') }, action: 'give', to: 'supervisor' },
  { at: { offset: span('12h') }, action: 'give', to: 'department-head' },
  { at: { offset: span('1d') }, action: 'give', to: 'chief' },
];

const waiting = (owner: string, within: string) => ({ owner, within: span(within), ladder, form: {} });

const procedure: Procedure = {
  ...developer.procedure,
  key: 'owners',
  hash: 'owners',
  objections: 2,
  owners: {
    desk: { role: 'customer-service' },
    receiver: { role: 'customer-service', receiver: true },
    assignee: { role: 'handler', named: 'assignee' },
    department: { role: 'handler', in: 'responsible' },
    second: { role: 'handler', otherThan: ['assess', 'hand-over'] },
    supervisor: { role: 'supervisor', above: 'responsible' },
    managers: { role: 'manager', otherThan: ['assess'] },
    chief: { role: 'general-manager' },
  },
  clocks: {
    law: {
      kind: 'statutory',
      from: 'received',
      until: 'closed',
      within: span('10d'),
      ladder: [{ at: { percent: 50 }, action: 'tell', to: 'chief', explain: 'owner' }],
    },
  },
  first: 'receive',
  reopen: { within: span('30d'), then: 'assess' },
  stages: {
    receive: {
      kind: 'task',
      ...waiting('receiver', '1wd'),
      form: { responsible: { kind: 'department', required: true }, assignee: { kind: 'staff', required: false } },
      outcomes: { accepted: to('assess'), handed: to('hand-over') },
    },
    assess: { kind: 'task', ...waiting('assignee', '2wd'), outcomes: { done: to('joint') } },
    'hand-over': {
      kind: 'hand-over',
      takeWithin: span('4h'),
      notTaken: ['supervisor', 'department-head', 'chief'],
      ...waiting('department', '2wd'),
      outcomes: { answered: to('joint') },
    },
    joint: {
      kind: 'parallel',
      parts: { facts: { ...waiting('second', '3wd') }, desk: { ...waiting('desk', '1wd') } },
      outcomes: { agreed: to('recheck'), mixed: to('recheck') },
    },
    recheck: { kind: 'task', ...waiting('second', '2wd'), outcomes: { done: to('review') } },
    review: {
      kind: 'approval',
      chain: ['supervisor', 'managers', 'chief'],
      ...waiting('supervisor', '1wd'),
      outcomes: {
        approved: to('answer'),
        returned: to('recheck', { newRound: true, most: 2, after: 'answer' }),
      },
    },
    answer: { kind: 'reply', final: false, ...waiting('receiver', '4h'), outcomes: { sent: to('closed') } },
    closed: { kind: 'close', result: 'resolved' },
  },
};

/** Owners of every kind: who received it, who is named, who has not decided before; two people may be objected to. */
export const ownersOfEveryKind: KnownRules = { ...developer, procedure };
