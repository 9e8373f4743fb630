import type { Registration } from '../../domain/model/act';
import type { ComplaintEvent, EventBody, Ownership } from '../../domain/model/event';
import { prepareContent } from '../../db/content';
import type { AcceptInput } from '../../db/intake';
import type { Organisation } from '../../db/people';
import { tokenHash } from '../../db/tracking';

export const ORGANISATION: Organisation = {
  departments: [
    { id: 'service', name: '客户服务部', head: 'head-1' },
    { id: 'building', name: 'Building', head: 'head-2', parent: 'service' },
  ],
  staff: [
    { id: 'head-1', name: 'Head One', roles: ['department-head'], department: 'service', locale: 'en' },
    { id: 'head-2', name: 'Head Two', roles: ['department-head'], department: 'building', locale: 'en' },
    {
      id: 'desk-1',
      name: '前台一',
      roles: ['customer-service'],
      department: 'service',
      manager: 'head-1',
      mail: 'desk-1@example.test',
      locale: 'zh-CN',
    },
    {
      id: 'desk-2',
      name: 'Desk Two',
      roles: ['customer-service'],
      department: 'service',
      manager: 'head-1',
      mail: 'desk-2@example.test',
      webhook: 'https://desk-2.example.test/hook',
      locale: 'en',
    },
  ],
};

export const DESK: Ownership = {
  rule: 'desk',
  department: 'service',
  people: [],
  person: null,
  pool: { role: 'customer-service', department: 'service' },
  leftOut: [],
};

export function registrationOf(reference: string, changes: Partial<Registration> = {}): Registration {
  return {
    reference,
    source: 'hotline',
    channel: 'telephone',
    locale: 'en',
    receivedAt: '2026-03-02T01:00:00.000Z',
    category: 'construction-quality',
    severity: 'general',
    requests: ['repair'],
    facts: {},
    content: { content: `intake-of-${reference}`, hash: 'f00d' },
    ...changes,
  };
}

export interface OpeningInput {
  readonly reference: string;
  readonly registration?: Partial<Registration>;
  readonly owner?: Ownership;
  readonly calendarHash?: string;
  readonly dueAt?: string;
}

/** A complaint's first five events: registered, promised, acknowledged, its first task open. */
export function opening(input: OpeningInput): readonly ComplaintEvent[] {
  const { reference, registration, owner = DESK, dueAt, calendarHash = 'hash-of-calendar' } = input;
  const due = dueAt ?? '2026-03-05T10:00:00.000Z';
  return numbered(1, [
    {
      type: 'registered',
      procedure: { key: 'property-developer', hash: 'hash-of-rules' },
      calendar: { id: 'cn', hash: calendarHash },
      registration: registrationOf(reference, registration),
    },
    {
      type: 'clockStarted',
      clock: 'reply',
      kind: 'promise',
      startedAt: '2026-03-02T01:00:00.000Z',
      limit: { count: 5, unit: 'wd' },
      dueAt: '2026-03-09T10:00:00.000Z',
    },
    { type: 'acknowledged' },
    { type: 'stageOpened', kind: 'task' },
    {
      type: 'taskOpened',
      task: 'T5',
      part: null,
      kind: 'task',
      owner,
      limit: { count: 3, unit: 'wd' },
      dueAt: due,
      step: 1,
      pausable: true,
    },
  ]);
}

/** Events with everything around them filled in, numbered from `first`. */
export function numbered(first: number, bodies: readonly EventBody[]): readonly ComplaintEvent[] {
  return bodies.map((body, index) => ({
    number: first + index,
    at: new Date(Date.UTC(2026, 2, 2, 1, first + index)).toISOString(),
    stage: 'investigate',
    round: 1,
    actor: 'system',
    via: 'intake',
    ...body,
  }));
}

export const ANSWERED: EventBody = {
  type: 'taskCompleted',
  task: 'T5',
  outcome: 'unfounded',
  form: { findings: { content: 'findings-1', hash: 'beef' } },
};

/** The events after `opening` that answer and close it. */
export const CLOSING: readonly ComplaintEvent[] = numbered(6, [
  ANSWERED,
  { type: 'clockStopped', clock: 'reply', met: true },
  { type: 'stageCompleted', outcome: 'unfounded', then: 'closed-unfounded' },
  { type: 'closed', result: 'unfounded', reopenUntil: '2026-04-02T01:00:00.000Z' },
]);

export const INTAKE_BODY = { narrative: '墙面渗水 after the rain', complainant: { name: '王小明' } };

type IntakeChanges = Partial<Omit<AcceptInput, 'registration'>> & { readonly registration?: Partial<Registration> };

export function intakeOf(reference: string, { registration, ...changes }: IntakeChanges = {}): AcceptInput {
  const body = prepareContent(JSON.stringify(INTAKE_BODY));
  return {
    source: 'hotline',
    keyHash: `key of ${reference}`,
    bodyHash: 'body-1',
    registration: registrationOf(reference, { ...registration, content: body.ref }),
    procedureHash: 'hash-of-rules',
    calendarHash: 'hash-of-calendar',
    body,
    complainant: { name: '王小明', email: 'wang@example.test', phone: '000' },
    searchable: ['墙面渗水 after the rain'],
    evidence: [{ title: 'photo' }],
    trackingHash: tokenHash(`token of ${reference}`),
    acceptedAt: new Date('2026-03-02T01:00:00.000Z'),
    ...changes,
  };
}
