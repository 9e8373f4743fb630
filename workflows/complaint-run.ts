import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { TextToStore } from '../activities/ports';
import type { Act, Input } from '../domain/model/act';
import type { Instant } from '../domain/calendar/calendar';
import type { ContentRef } from '../domain/model/content';
import { decide, isRefused } from '../domain/decide';
import type { ComplaintEvent } from '../domain/model/event';
import type { Decided } from '../domain/draft';
import type { Via } from '../domain/model/origin';
import { COMPLAINANT, SYSTEM, type Directory } from '../domain/model/people';
import { handledActs, type HandledAct } from '../domain/record/handled-acts';
import { receiptOf, type Receipt } from '../domain/record/receipt';
import type { Refusal } from '../domain/model/refusal';
import type { Rules } from '../domain/model/rules';
import { nextInstant } from '../domain/time/schedule';
import { factsAsked } from '../domain/rules/asked';
import { ActMemory } from './act-memory';
import type { ComplaintState } from '../domain/model/state';
import { withStoredTexts } from '../domain/model/texts';
import {
  timelineEntry,
  type ActResult,
  type CalendarMessage,
  type Carried,
  type ComplaintWorkflowInput,
  type RunTimeline,
  type TimelineEntry,
} from './messages/messages';

const RETRIES = { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1 minute' } as const;

/** Without end: what is decided is recorded, however long Postgres is away. Ops see the pending activity. */
const records = proxyActivities<Pick<Activities, 'recordEvents' | 'storeText' | 'findAct'>>({
  startToCloseTimeout: '10 seconds',
  retry: RETRIES,
});

const people = proxyLocalActivities<Pick<Activities, 'currentPeople'>>({
  startToCloseTimeout: '2 seconds',
  scheduleToCloseTimeout: '3 seconds',
  retry: { maximumAttempts: 2 },
  summary: 'who is there now',
});

/** An act that can be told from every other. */
export type IdentifiedAct = Act & { readonly id: string };

/** One complaint in one run: its rules, its state, and how a step changes it. */
export class ComplaintRun {
  rules: Rules;
  state: ComplaintState | null;
  readonly #recorded: TimelineEntry[] = [];
  readonly #since: number;
  readonly #acts: ActMemory;

  constructor(private readonly input: ComplaintWorkflowInput) {
    this.rules = input.rules;
    this.state = input.carried?.state ?? null;
    this.#since = (this.state?.lastNumber ?? 0) + 1;
    this.#acts = new ActMemory(input.carried);
  }

  get timeline(): RunTimeline {
    return { since: this.#since, events: this.#recorded };
  }

  /** The run's own time: the server's, or the rehearsal's calendar. */
  now(): Instant {
    return new Date(Date.now() + (this.input.rehearsal?.shift ?? 0)).toISOString();
  }

  nextInstant(): Instant | null {
    return this.state && nextInstant(this.rules, this.state);
  }

  /**
   * Why an act would be refused now, without doing it. An act before the registration is recorded waits for it; one that
   * may be done already passes, for it is answered as before, whatever would become of it now.
   */
  refusalOf(act: IdentifiedAct): Refusal | null {
    if (this.state === null || this.#acts.isPartial || this.#acts.find(act.id)) return null;
    const decision = decide(this.rules, this.state, { type: 'act', act, via: 'update' }, this.#instantOf(act));
    return isRefused(decision) ? decision.refusal : null;
  }

  async register(): Promise<void> {
    const { registration } = this.input;
    if (this.state !== null || registration === undefined) return;
    const now = this.input.rehearsal?.startsAt ?? this.now();
    const decision = decide(this.rules, null, { type: 'register', registration }, now);
    if (isRefused(decision)) throw new Error(`registration refused: ${decision.refusal.type}`);
    await this.#record(decision, CAUSES.register);
  }

  /** The time armed for has passed. People are looked up afresh: a rung names who is there today. */
  async timePassed(armedFor: Instant): Promise<void> {
    await this.#refreshPeople();
    const now = this.now();
    await this.#step({ type: 'timePassed' }, now > armedFor ? now : armedFor);
  }

  async act(act: IdentifiedAct, via: Via): Promise<ActResult | Refusal> {
    const before = await this.#doneBefore(act);
    if (before) return this.#result(before);
    const stored = await this.#withStoredTexts(act);
    const decision = decide(this.rules, this.state, { type: 'act', act: stored, via }, this.#instantOf(act));
    if (isRefused(decision)) return decision.refusal;
    await this.#record(decision, `${act.act} by ${act.by} (${via})`);
    const { lastNumber } = decision.state;
    const [{ events } = { events: [lastNumber, lastNumber] as const }] = handledActs(decision.events);
    this.#acts.add({ id: act.id, events });
    return this.#result(events);
  }

  /** A signal that cannot be accepted stays on the record and changes nothing. */
  async ignoreSignal(refusal: string): Promise<void> {
    await this.#step({ type: 'badSignal', refusal, by: 'system' }, this.now());
  }

  /** What the core knows already changes nothing. Afterwards this run counts by the new calendar. */
  async changeCalendar({ calendar, reason }: CalendarMessage): Promise<void> {
    if (calendar.hash === this.rules.calendar.hash) return;
    const [stored] = await Promise.all([
      typeof reason === 'string'
        ? this.#store('reason of the changed calendar', { kind: 'reason', text: reason, by: SYSTEM })
        : reason,
      this.#refreshPeople(),
    ]);
    const refusal = await this.#step({ type: 'calendarChanged', calendar, reason: stored }, this.now());
    if (refusal) await this.ignoreSignal(refusal.type);
    else this.rules = { ...this.rules, calendar };
  }

  #store(summary: string, text: Omit<TextToStore, 'reference'>): Promise<ContentRef> {
    const { reference } = this.#open();
    return records.storeText.executeWithOptions({ summary }, [{ reference, ...text }]);
  }

  usePeople(directory: Directory): void {
    this.rules = { ...this.rules, people: directory };
  }

  receipt(): Receipt {
    return receiptOf(this.rules.calendar, this.#open());
  }

  /** What the next run needs to go on as if nothing had happened. */
  carry(): ComplaintWorkflowInput {
    const carried: Carried = { state: this.#open(), ...this.#acts.carry() };
    return { rules: this.rules, carried, ...(this.input.rehearsal ? { rehearsal: this.input.rehearsal } : {}) };
  }

  /** What an act has brought before; a run that does not remember all of them asks the ledger. */
  async #doneBefore({ id, act }: IdentifiedAct): Promise<HandledAct['events'] | null> {
    const known = this.#acts.find(id);
    if (known || !this.#acts.isPartial) return known;
    const { reference } = this.#open();
    const summary = `has this ${act} been done before?`;
    const found = await records.findAct.executeWithOptions({ summary }, [{ reference, act: id }]);
    if (found) this.#acts.add(found);
    return found?.events ?? null;
  }

  async #step(input: Exclude<Input, { type: 'act' }>, now: Instant): Promise<Refusal | null> {
    const decision = decide(this.rules, this.state, input, now);
    if (isRefused(decision)) return decision.refusal;
    await this.#record(decision, CAUSES[input.type]);
    return null;
  }

  /** Records first; only what is recorded becomes the state that queries and validators see. */
  async #record({ events, state }: Decided, cause: string): Promise<void> {
    if (events.length === 0) return;
    const { reference } = state;
    await records.recordEvents.executeWithOptions({ summary: recordSummary(cause, events) }, [{ reference, events }]);
    this.state = state;
    this.#recorded.push(...events.map(timelineEntry));
  }

  async #refreshPeople(): Promise<void> {
    if (this.input.rehearsal) return;
    try {
      const directory = await people.currentPeople({ version: this.rules.people.version });
      if (directory) this.usePeople(directory);
    } catch {
      // Time does not wait for the directory: what falls due is decided by the people known last.
      return;
    }
  }

  #instantOf(act: Act): Instant {
    return this.input.rehearsal && act.at !== undefined ? act.at : this.now();
  }

  /** Whoever has sent it may not be known yet: only ids that are ours are shown. */
  #withStoredTexts(act: IdentifiedAct): Promise<IdentifiedAct> {
    const { by } = act;
    const known = by === COMPLAINANT || Object.hasOwn(this.rules.people.staff, by);
    const summary = `text of ${act.act} by ${known ? by : 'somebody unknown'}`;
    const isFact = factsAsked(this.rules, this.#open(), act.task);
    return withStoredTexts(act, isFact, (kind, text) => this.#store(summary, { kind, text, by }));
  }

  #result(events: HandledAct['events']): ActResult {
    const { reference, status, stage, round } = this.#open();
    return { reference, events, status, stage: stage?.key ?? null, round };
  }

  #open(): ComplaintState {
    if (this.state === null) throw new Error('nothing is registered yet');
    return this.state;
  }
}

/** What brings events besides acts, as ops read it. */
const CAUSES: Readonly<Record<Exclude<Input['type'], 'act'>, string>> = {
  register: 'registration',
  timePassed: 'time',
  calendarChanged: 'changed calendar',
  badSignal: 'bad signal',
};

/** What ops read beside the activity: what brought the events, and which they are. Ids and enums only. */
function recordSummary(cause: string, events: readonly ComplaintEvent[]): string {
  const told = events.map((event) => {
    const what = 'outcome' in event ? `${event.type} ${event.outcome}` : event.type;
    return event.stage === null ? what : `${event.stage}: ${what}`;
  });
  return `${cause}: ${told.join(', ')}`.slice(0, 200);
}
