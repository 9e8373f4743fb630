import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Act, Input, Registration } from '../../domain/model/act';
import type { Instant } from '../../domain/calendar/calendar';
import { decide, isRefused } from '../../domain/decide';
import type { ComplaintEvent, EventOf, EventType } from '../../domain/model/event';
import type { RefusalType } from '../../domain/model/refusal';
import { KnownPeople } from '../../domain/people/known-people';
import type { KnownRules } from '../../domain/people/pool-members';
import { nextInstant } from '../../domain/time/schedule';
import type { ComplaintState } from '../../domain/model/state';
import { namedHolders } from '../../domain/model/tasks';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { loadRuleBook } from '../../procedures/reading/load';
import { samplePeople } from './sample-people';

/** The rules of a shipped procedure with the sample organisation. */
export function shippedRules(key: string): KnownRules {
  const name = `${key}.yaml`;
  const loaded = loadRuleBook(readFileSync(join(__dirname, '../../procedures', name), 'utf8'), name);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  const { procedure } = loaded.ruleBook;
  return { procedure, calendar: compileCalendar(procedure.calendar), people: new KnownPeople(samplePeople) };
}

export const developer: KnownRules = shippedRules('property-developer');

/** An instant of the mainland's clock: `local('2026-03-02 09:00')`. */
export function local(written: string): Instant {
  return new Date(`${written.replace(' ', 'T')}:00.000+08:00`).toISOString();
}

export function sampleRegistration(given: Partial<Registration> & { receivedAt: Instant }): Registration {
  return {
    reference: 'C-SAMPLE',
    source: 'sample',
    channel: 'web',
    locale: 'zh-CN',
    category: 'service-quality',
    requests: [],
    facts: {},
    content: { content: 'sample', hash: '' },
    ...given,
  };
}

/** A complaint lived through in memory by the core alone: given events, when an act or time comes, then events. */
export class Story {
  readonly events: ComplaintEvent[] = [];
  state: ComplaintState | null = null;

  constructor(
    readonly rules: KnownRules = developer,
    public now: Instant = local('2026-03-02 10:00'),
  ) {}

  register(given: Partial<Registration> = {}): this {
    const registration = sampleRegistration({ receivedAt: this.now, ...given });
    this.take(decide(this.rules, this.state, { type: 'register', registration }, this.now));
    return this;
  }

  at(now: Instant): this {
    this.now = now;
    return this;
  }

  /** Lets time pass to an instant without anybody acting. */
  passTo(now: Instant): this {
    this.now = now;
    this.take(decide(this.rules, this.state, { type: 'timePassed' }, now));
    return this;
  }

  /** Lets the next thing that time does happen; false when nothing is left. */
  passOne(): boolean {
    const next = this.state && nextInstant(this.rules, this.state);
    if (next === null) return false;
    this.passTo(next);
    return true;
  }

  act(act: Act): this {
    return this.input({ type: 'act', act, via: 'update' });
  }

  input(input: Input): this {
    this.take(decide(this.rules, this.state, input, this.now));
    return this;
  }

  refusal(act: Act): RefusalType | null {
    const decision = decide(this.rules, this.state, { type: 'act', act, via: 'update' }, this.now);
    return isRefused(decision) ? decision.refusal.type : null;
  }

  get current(): ComplaintState {
    if (this.state === null) throw new Error('not registered');
    return this.state;
  }

  of<T extends EventType>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  private take(decision: ReturnType<typeof decide>): void {
    if (isRefused(decision)) throw new Error(`refused: ${decision.refusal.type}: ${decision.refusal.detail}`);
    this.state = decision.state;
    const { reference } = decision.state;
    if (decision.events.length > 0) this.rules.people.workload?.recorded(reference, namedHolders(decision.state));
    this.events.push(...decision.events);
  }
}

const solution = [{ remedy: 'repair' }];

/** The usual acts, so that stories read as stories. */
export const acts = {
  founded: (by = 'cs-1', responsible = 'engineering'): Act => ({
    act: 'complete',
    by,
    outcome: 'founded',
    form: { findings: text('findings'), responsible },
  }),
  unfounded: (by = 'cs-1'): Act => ({
    act: 'complete',
    by,
    outcome: 'unfounded',
    form: { findings: text('findings') },
  }),
  take: (by = 'eng-1'): Act => ({ act: 'acceptHandover', by }),
  answer: (speaksForCompany = true, by = 'eng-1'): Act => ({
    act: 'complete',
    by,
    form: { answer: text('answer'), solution, 'speaks-for-company': speaksForCompany },
  }),
  approve: (by = 'gm'): Act => ({ act: 'approve', by }),
  giveBack: (by = 'gm'): Act => ({ act: 'return', by, reason: text('reason') }),
  agree: (by = 'complainant'): Act => ({ act: 'choose', by, outcome: 'agreed' }),
  disagree: (by = 'complainant'): Act => ({ act: 'choose', by, outcome: 'disagreed', reason: text('reason') }),
  carryOut: (by = 'eng-1'): Act => ({ act: 'complete', by, form: { done: text('done') } }),
  visit: (satisfaction: string, by = 'cs-1'): Act => ({ act: 'complete', by, form: { satisfaction } }),
  reply: (by = 'cs-1'): Act => ({ act: 'complete', by, form: { answer: text('answer') } }),
  withdraw: (by = 'complainant'): Act => ({ act: 'withdraw', by }),
  note: (by = 'cs-1'): Act => ({ act: 'note', by, reason: text('note') }),
} as const;

export function text(content: string): { content: string; hash: string } {
  return { content, hash: 'h' };
}
