import type { Directory } from '../../domain/model/people';
import type { Procedure, Route, RungRule } from '../../domain/model/procedure';
import { KnownPeople } from '../../domain/people/known-people';
import type { KnownRules } from '../../domain/people/pool-members';
import { span } from './core-rules';
import { samplePeople } from './sample-people';
import { developer } from './story';

const to = (then: string, more: Partial<Route> = {}): Route => ({ cases: [], then, newRound: false, ...more });

const ladder: readonly RungRule[] = [
  { at: { offset: span('-1wd') }, action: 'remind', to: 'owner' },
  { at: { offset: span('0') }, action: 'tell', to: 'supervisor', explain: 'owner' },
  { at: { offset: span('2wd') }, action: 'give', to: 'chief' },
];

const waiting = (owner: string, within: string) => ({ owner, within: span(within), ladder, form: {} });

const procedure: Procedure = {
  ...developer.procedure,
  key: 'every-word',
  hash: 'every-word',
  channels: ['web', 'telephone', 'from-above'],
  categories: { fault: {}, service: {}, privacy: {} },
  severities: ['general', 'urgent', 'major'],
  remedies: ['refund', 'replacement', 'apology', 'paid-repair'],
  paidByComplainant: ['paid-repair'],
  intake: { mood: { kind: 'choice', required: false, options: ['calm', 'angry'] } },
  derived: {
    severity: {
      lines: [
        { when: { reach: ['media'] }, is: 'major' },
        { when: { mood: ['angry'], loss: { atLeast: 1000 } }, is: 'major' },
        { when: { mood: ['angry'] }, is: 'urgent' },
      ],
      otherwise: 'general',
    },
    priority: { lines: [{ when: { severity: ['major', 'urgent'] }, is: 'first' }], otherwise: 'second' },
  },
  discretion: {
    currency: 'CNY',
    limits: { handler: 50_000, supervisor: 100_000, 'department-head': 500_000, 'general-manager': null },
  },
  guarantee: { within: span('60d'), then: 'repair' },
  objections: 1,
  accountability: {
    lateness: { when: { 'deadlines-missed': { atLeast: 1 } }, on: ['late'] },
    loss: { when: { loss: { atLeast: 1000, atMost: 9999 } }, on: ['responsible', 'culprit', 'head'] },
  },
  owners: {
    desk: { role: 'customer-service' },
    receiver: { role: 'customer-service', receiver: true },
    department: { role: 'handler', in: 'responsible' },
    assignee: { role: 'handler', named: 'assignee' },
    second: { role: 'customer-service', otherThan: ['triage'] },
    supervisor: { role: 'supervisor', above: 'responsible' },
    head: { role: 'department-head', in: 'responsible' },
    legal: { role: 'manager' },
    chief: { role: 'general-manager' },
  },
  clocks: {
    reply: {
      kind: 'promise',
      from: 'received',
      until: 'replied',
      within: span('5wd'),
      withinIf: [{ when: { severity: ['major'] }, within: span('2wd') }],
      ladder: [{ at: { offset: span('0') }, action: 'tell', to: 'chief' }],
    },
    done: { kind: 'promise', from: 'received', until: 'closed', within: span('30d'), ladder: [] },
    manner: {
      kind: 'promise',
      from: 'registered',
      until: 'replied',
      within: span('48h'),
      when: { category: ['service'] },
      ladder: [],
    },
    'report-back': {
      kind: 'statutory',
      from: 'received',
      until: 'closed',
      within: span('10wd'),
      when: { channel: ['from-above'] },
      ladder: [{ at: { offset: span('0') }, action: 'tell', to: 'chief' }],
    },
    feedback: { kind: 'promise', from: 'left:triage', until: 'entered:offer', within: span('72h'), ladder: [] },
  },
  first: 'triage',
  reopen: { within: span('30d'), then: 'second-look' },
  referTo: { [developer.procedure.outsideRoutes[0] ?? '']: 'outside' },
  stages: {
    triage: {
      kind: 'task',
      ...waiting('receiver', '2wd'),
      form: {
        'agreed-day': { kind: 'date', required: false },
        kind: { kind: 'category', required: true },
        reach: { kind: 'choice', required: false, options: ['one', 'media'] },
        loss: { kind: 'number', required: false },
        responsible: { kind: 'department', required: true },
        assignee: { kind: 'staff', required: false },
        culprit: { kind: 'staff', required: false },
        late: { kind: 'yes-no', required: false },
      },
      outcomes: {
        accepted: to('investigate', {
          cases: [
            { when: { late: [true] }, then: 'compensate' },
            { when: { category: ['privacy'] }, then: 'joint' },
          ],
        }),
        refused: to('closed-refused'),
      },
    },
    compensate: {
      kind: 'grant',
      field: 'solution',
      remedies: [{ remedy: 'refund', amount: 2000, currency: 'CNY' }],
      outcomes: { granted: to('closed') },
    },
    joint: {
      kind: 'parallel',
      parts: {
        facts: { ...waiting('department', '3wd') },
        law: { when: { category: ['privacy'] }, ...waiting('legal', '2wd') },
        press: { when: { severity: ['major'] }, ...waiting('chief', '1wd') },
      },
      outcomes: { done: to('investigate') },
    },
    investigate: {
      kind: 'task',
      ...waiting('assignee', '3wd'),
      ownerIf: [{ when: { severity: ['major'] }, owner: 'head' }],
      withinIf: [
        { when: { severity: ['major'] }, within: span('1wd') },
        { when: { priority: ['first'] }, within: span('2wd') },
      ],
      progress: { every: span('1wd'), most: 2 },
      form: { solution: { kind: 'remedies', required: true } },
      outcomes: { solved: to('approval', { cases: [{ when: { 'within-discretion': [true] }, then: 'offer' }] }) },
    },
    approval: {
      kind: 'approval',
      chain: ['supervisor', 'head', 'chief'],
      chainWhen: [{ amount: { atMost: 500_000 } }, { amount: { atLeast: 100_001 } }, { amount: { atLeast: 500_001 } }],
      ...waiting('supervisor', '1wd'),
      outcomes: { approved: to('offer'), returned: to('investigate', { most: 3, after: 'second-look' }) },
    },
    offer: {
      kind: 'consent',
      offer: 'solution',
      choose: 'one',
      ...waiting('desk', '7d'),
      ladder: [],
      outcomes: {
        agreed: to('repair'),
        partly: to('repair'),
        disagreed: to('second-look', { newRound: true, most: 1, after: 'answer' }),
        silent: to('closed-silent'),
      },
    },
    'send-in': {
      kind: 'await',
      from: 'complainant',
      ...waiting('desk', '14d'),
      until: 'agreed-day',
      ladder: [{ at: { offset: span('-4d') }, action: 'remind', to: 'complainant' }],
      form: { parcel: { kind: 'text', required: false } },
      recordedBy: { arrived: ['complainant', 'staff', 'source:depot'], kept: ['complainant'] },
      outcomes: { arrived: to('answer'), kept: to('answer'), lapsed: to('closed-silent') },
    },
    outside: {
      kind: 'await',
      from: 'outside',
      ...waiting('chief', '60d'),
      ladder: [],
      recordedBy: { opinion: ['staff', 'source'], declined: ['staff'] },
      outcomes: { opinion: to('second-look'), declined: to('answer'), lapsed: to('answer') },
    },
    repair: { kind: 'execute', ...waiting('department', '5wd'), outcomes: { done: to('closed') } },
    'second-look': {
      kind: 'task',
      ...waiting('second', '2wd'),
      outcomes: { again: to('investigate', { most: 2, after: 'answer' }), unseen: to('send-in'), final: to('answer') },
    },
    answer: { kind: 'reply', final: true, ...waiting('desk', '1wd'), outcomes: { sent: to('closed-unresolved') } },
    closed: { kind: 'close', result: 'resolved' },
    'closed-refused': { kind: 'close', result: 'not-accepted' },
    'closed-silent': { kind: 'close', result: 'no-answer' },
    'closed-unresolved': { kind: 'close', result: 'unresolved' },
  },
};

/** Some of the sample people are away in March, one by turns; some have an interest. */
const people: Directory = {
  ...samplePeople,
  version: 'sample-away',
  staff: {
    ...samplePeople.staff,
    'eng-1': {
      roles: ['handler'],
      department: 'engineering',
      manager: 'eng-lead',
      absences: [{ from: '2026-03-09T00:00:00.000Z', to: '2026-03-16T00:00:00.000Z', standIn: 'prop-1' }],
    },
    'cs-2': {
      roles: ['customer-service'],
      department: 'customer-service',
      manager: 'cs-lead',
      interests: ['order:2026-17'],
    },
  },
};

/** A procedure that says every word of the language that the shipped first one does not. */
export const everyWord: KnownRules = { ...developer, procedure };

/** The same where somebody is away for a week and somebody has declared an interest. */
export const everyWordAway: KnownRules = { ...everyWord, people: new KnownPeople(people) };
