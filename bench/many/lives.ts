import type { ComplaintEvent, EventBody, Ownership } from '../../domain/model/event';
import type { Registration } from '../../domain/model/act';
import { project, type Projection } from '../../db/projection';

/** A complaint as the read model shows it, to be stored again and again under other references and at other times. */
export interface SampleLife {
  readonly events: readonly ComplaintEvent[];
  readonly projection: Projection;
  readonly isOpen: boolean;
}

export const SAMPLE_STAFF = 500;
export const SAMPLE_DEPARTMENTS = 60;
const PROCEDURES = [
  'property-developer',
  'hospital',
  'hotel',
  'retail-franchise',
  'bank',
  'logistics',
  'telecom',
  'school',
];
const STAGES = ['register', 'investigate', 'solution', 'approval', 'carry-out', 'revisit'];
const SEVERITIES = ['general', 'general', 'general', 'general', 'serious', 'serious', 'urgent'];
const START = Date.UTC(2026, 0, 5, 1);
const DAY = 86_400_000;

/** Drawn anew in the same way with every run. */
export function sampleLives(open: number, settled: number): readonly SampleLife[] {
  const draw = drawer(20_261_129);
  return Array.from({ length: open + settled }, (_, index) => life(`L-${index}`, draw, index < open));
}

/** Whole numbers below the limit; those that come first come more often when `lean` is above 1. */
type Draw = (limit: number, lean?: number) => number;

export function drawer(seed: number): Draw {
  let state = seed;
  return (limit, lean = 1) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(limit * (state / 2 ** 32) ** lean);
  };
}

function pick<T>(from: readonly T[], draw: Draw, lean = 1): T {
  return from[draw(from.length, lean)] as T;
}

function life(reference: string, draw: Draw, isOpen: boolean): SampleLife {
  const procedure = pick(PROCEDURES, draw, 1.5);
  const stage = pick(STAGES, draw);
  const bodies = [...opening(reference, procedure, draw), ...(isOpen ? midway(draw) : settling(draw))];
  const events = bodies.map((body, index): ComplaintEvent => ({
    ...{ number: index + 1, at: instant(index / 1_440), stage, round: 1, actor: 'system', via: 'intake' },
    ...body,
  }));
  return { events, projection: project(null, events), isOpen };
}

function opening(reference: string, procedure: string, draw: Draw): readonly EventBody[] {
  return [
    {
      ...{ type: 'registered', procedure: { key: procedure, hash: hash(`rules of ${procedure}`) } },
      ...{ calendar: { id: 'cn', hash: hash('calendar') }, registration: registration(reference, draw) },
    },
    {
      ...{ type: 'clockStarted', clock: 'reply', kind: 'promise', startedAt: instant(0) },
      ...{ limit: { count: 5, unit: 'wd' }, dueAt: instant(5 + draw(20)) },
    },
    { type: 'acknowledged' },
    { type: 'stageOpened', kind: 'task' },
    {
      ...{ type: 'taskOpened', task: 'T5', part: null, kind: 'task', owner: owner(draw), step: 1, pausable: true },
      ...{ limit: { count: 3, unit: 'wd' }, dueAt: instant(1 + draw(30)) },
    },
  ];
}

function registration(reference: string, draw: Draw): Registration {
  return {
    ...{
      reference,
      source: pick(['hotline', 'web', 'app'], draw),
      channel: 'web',
      locale: pick(['zh-CN', 'en'], draw),
    },
    ...{ receivedAt: instant(0), category: pick(['quality', 'service', 'delivery', 'billing'], draw) },
    ...{ severity: pick(SEVERITIES, draw), requests: ['repair'], facts: { amount: draw(5_000) } },
    content: { content: `intake of ${reference}`, hash: hash(reference) },
  };
}

/** Ten of the staff have the same role, wherever they are. */
export function roleOf(member: number): string {
  return `desk-${member % Math.ceil(SAMPLE_STAFF / 10)}`;
}

function owner(draw: Draw): Ownership {
  const department = `department-${draw(SAMPLE_DEPARTMENTS, 2)}`;
  const person = draw(3) === 0 ? null : `staff-${draw(SAMPLE_STAFF, 1.5)}`;
  const pool = person === null ? { role: roleOf(draw(SAMPLE_STAFF)), department: null } : null;
  return { rule: 'desk', department, people: person === null ? [] : [person], person, pool, leftOut: [] };
}

function midway(draw: Draw): readonly EventBody[] {
  const chance = draw(20);
  if (chance === 0) return [{ type: 'paused', reason: text('pause'), until: instant(40) }];
  if (chance > 4) return [];
  const level = 1 + draw(3, 2);
  const to = [`staff-${draw(SAMPLE_STAFF)}`];
  return [{ type: 'rungReached', of: { task: 'T5' }, rung: 0, level, action: 'tell', to, explain: [] }];
}

function settling(draw: Draw): readonly EventBody[] {
  return [
    { type: 'taskCompleted', task: 'T5', outcome: 'answered', form: { findings: text('findings') } },
    { type: 'clockStopped', clock: 'reply', met: draw(5) > 0 },
    { type: 'stageCompleted', outcome: 'answered', then: 'closed' },
    { type: 'closed', result: pick(['resolved', 'unfounded'] as const, draw), reopenUntil: instant(60) },
    ...(draw(10) === 0 ? [] : [{ type: 'archived' } as const]),
  ];
}

function text(of: string) {
  return { content: `${of} of a sample`, hash: hash(of) };
}

function hash(of: string): string {
  return Buffer.from(of).toString('hex').padEnd(64, '0').slice(0, 64);
}

function instant(days: number): string {
  return new Date(START + days * DAY).toISOString();
}
