import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { TextToStore } from '../activities/ports';
import type { Act, Input } from '../domain/model/act';
import type { Instant } from '../domain/calendar/calendar';
import type { ContentRef } from '../domain/model/content';
import { decide, isRefused, type Decision } from '../domain/decide';
import type { ComplaintEvent } from '../domain/model/event';
import type { Decided } from '../domain/draft';
import type { Via } from '../domain/model/origin';
import { SYSTEM } from '../domain/model/people';
import { Answers, knowing } from '../domain/people/asking';
import { evolve } from '../domain/record/evolve';
import { handledActs, type HandledAct } from '../domain/record/handled-acts';
import { receiptOf, type Receipt } from '../domain/record/receipt';
import type { Refusal } from '../domain/model/refusal';
import type { BareRules, Rules } from '../domain/model/rules';
import { nextInstant } from '../domain/time/schedule';
import { factsGiven } from '../domain/rules/asked';
import { ActMemory } from './act-memory';
import * as ledger from './run-ledger';
import type { ComplaintState } from '../domain/model/state';
import { withStoredTexts, type IsFact } from '../domain/model/texts';
import {
  timelineEntry,
  type ActResult,
  type CalendarMessage,
  type Carried,
  type ComplaintWorkflowInput,
  type RunTimeline,
  type TimelineEntry,
} from './messages/messages';

/** Never a local one: a text that is stored is in the history from then on, and stored once. */
const texts = proxyActivities<Pick<Activities, 'storeText'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** An act that can be told from every other. */
export type IdentifiedAct = Act & { readonly id: string };

/** One complaint in one run: its rules, its state, and how a step changes it. */
export class ComplaintRun {
  rules: BareRules;
  state: ComplaintState | null;
  readonly #recorded: TimelineEntry[] = [];
  readonly #since: number;
  readonly #acts: ActMemory;
  #signals: number;

  constructor(private readonly input: ComplaintWorkflowInput) {
    this.rules = input.rules;
    this.state = input.carried?.state ?? null;
    this.#since = (this.state?.lastNumber ?? 0) + 1;
    this.#acts = new ActMemory(input.carried);
    this.#signals = input.carried?.signals ?? 0;
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

  /** Names the next signal by its place among all that the runs of this complaint have had: taken twice, it is one. */
  nameSignal(): string {
    this.#signals += 1;
    return `${workflowInfo().firstExecutionRunId}-${this.#signals}`;
  }

  /**
   * Why an act would be refused now, without doing it. An act before the registration is recorded waits for it; one that
   * may be done already passes, for it is answered as before, whatever would become of it now; so does one whose sender
   * knows of events that this run does not: it is judged once they are known. Nobody can be asked about people here: what
   * depends on them passes as if they were there and free to act.
   */
  refusalOf(act: IdentifiedAct, { after }: { readonly after: number }): Refusal | null {
    if (this.state === null || this.state.lastNumber < after) return null;
    if (this.#acts.isPartial || this.#acts.find(act.id)) return null;
    const input: Input = { type: 'act', act, via: 'update' };
    const tried = new Answers().try(this.rules, (rules) => decide(rules, this.state, input, this.#instantOf(act)));
    const decision = tried.is === 'done' ? tried.result : tried.guess;
    return decision !== null && isRefused(decision) ? decision.refusal : null;
  }

  async register(): Promise<void> {
    const { registration } = this.input;
    if (this.state !== null || registration === undefined) return;
    const now = this.input.rehearsal?.startsAt ?? this.now();
    // Registered before by a task of this run that was lost: what it recorded is adopted, and this is done.
    while (this.#isNew()) {
      const decision = await this.#decided({ type: 'register', registration }, now);
      if (isRefused(decision)) throw new Error(`registration refused: ${decision.refusal.type}`);
      await this.#record(decision, CAUSES.register);
    }
  }

  /** The time armed for has passed. */
  async timePassed(armedFor: Instant): Promise<void> {
    await this.#step({ type: 'timePassed' }, () => {
      const now = this.now();
      return now > armedFor ? now : armedFor;
    });
  }

  async act(act: IdentifiedAct, via: Via): Promise<ActResult | Refusal> {
    for (;;) {
      const before = await this.#doneBefore(act);
      if (before) return this.#result(before);
      const decision = await this.#decidedOn(act, via);
      const settled = await this.#settled(decision, `${act.act} by ${act.by} (${via})`);
      if (settled === null) continue;
      if (isRefused(settled)) return settled.refusal;
      const { lastNumber } = settled.state;
      return this.#result(this.#acts.find(act.id) ?? [lastNumber, lastNumber]);
    }
  }

  /** A signal that cannot be accepted stays on the record, once, and changes nothing. */
  async ignoreSignal(refusal: string, id: string): Promise<void> {
    await this.#step({ type: 'badSignal', refusal, by: 'system', id }, () => this.now());
  }

  /** What the core knows already changes nothing. Afterwards this run counts by the new calendar. */
  async changeCalendar({ calendar, reason }: CalendarMessage, id: string): Promise<void> {
    if (calendar.hash === this.rules.calendar.hash) return;
    const stored =
      typeof reason === 'string'
        ? await this.#store('reason of the changed calendar', { kind: 'reason', text: reason, by: SYSTEM })
        : reason;
    const refusal = await this.#step({ type: 'calendarChanged', calendar, reason: stored }, () => this.now());
    if (refusal) await this.ignoreSignal(refusal.type, id);
    else this.rules = { ...this.rules, calendar };
  }

  /** Somebody has left the organisation; where they hold nothing here, nothing changes. */
  async staffLeft(): Promise<void> {
    await this.#step({ type: 'staffLeft' }, () => this.now());
  }

  #store(summary: string, text: Omit<TextToStore, 'reference'>): Promise<ContentRef> {
    const { reference } = this.#open();
    return texts.storeText.executeWithOptions({ summary }, [{ reference, ...text }]);
  }

  receipt(): Receipt {
    return receiptOf(this.rules.calendar, this.#open());
  }

  /** What the next run needs to go on as if nothing had happened. */
  carry(): ComplaintWorkflowInput {
    const carried: Carried = { state: this.#open(), signals: this.#signals, ...this.#acts.carry() };
    return { rules: this.rules, carried, ...(this.input.rehearsal ? { rehearsal: this.input.rehearsal } : {}) };
  }

  /** What an act has brought before; a run that does not remember all of them asks the ledger. */
  async #doneBefore({ id, act }: IdentifiedAct): Promise<HandledAct['events'] | null> {
    const known = this.#acts.find(id);
    if (known || !this.#acts.isPartial) return known;
    const { reference } = this.#open();
    const summary = `has this ${act} been done before?`;
    const found = await ledger.findAct({ reference, act: id }, summary);
    if (found) this.#acts.add(found);
    return found?.events ?? null;
  }

  async #step(input: Exclude<Input, { type: 'act' }>, now: () => Instant): Promise<Refusal | null> {
    for (;;) {
      if (input.type === 'badSignal' && input.id !== undefined && this.#acts.find(input.id)) return null;
      const settled = await this.#settled(await this.#decided(input, now()), CAUSES[input.type]);
      if (settled !== null) return isRefused(settled) ? settled.refusal : null;
    }
  }

  /** Decides by the people of this moment: what it asks about them is answered, and it decides again. */
  #decided(input: Input, now: Instant): Promise<Decision> {
    return this.#knowing((rules) => decide(rules, this.state, input, now));
  }

  #knowing<T>(work: (rules: Rules) => T, answers?: Answers): Promise<T> {
    return knowing(ledger.people, this.rules, work, answers);
  }

  /** A decision that stands: recorded, or a refusal. Null for one that did not know all of the ledger, and is made anew. */
  async #settled(decision: Decision, cause: string): Promise<Decision | null> {
    const stands = isRefused(decision) ? !(await this.#catchUp()) : await this.#record(decision, cause);
    return stands ? decision : null;
  }

  /**
   * Records first; only what is recorded becomes the state that queries and validators see. False where the ledger has
   * something else: that is what has happened, and this run knows it then; and where whoever was chosen holds as many tasks
   * as they may by now.
   */
  async #record({ events, state }: Decided, cause: string): Promise<boolean> {
    if (events.length === 0) return true;
    const { reference } = state;
    const recorded = await ledger.recordEvents({ reference, events }, recordSummary(cause, events));
    if (recorded.is === 'full') return false;
    if (recorded.is === 'behind') {
      await this.#adopt(recorded.events);
      await this.#catchUp();
      return false;
    }
    this.#take(events, state);
    return true;
  }

  /** Adopts what the ledger has and this run does not know; answers whether there was anything. */
  async #catchUp(): Promise<boolean> {
    for (let found = false; ; found = true) {
      const { reference, lastNumber } = this.#open();
      const events = await ledger.eventsAfter({ reference, after: lastNumber });
      if (events.length === 0) return found;
      await this.#adopt(events);
    }
  }

  async #adopt(events: readonly ComplaintEvent[]): Promise<void> {
    const state = events.reduce<ComplaintState | null>(evolve, this.state) ?? this.#open();
    const isOther = events.some(({ type }) => type === 'calendarChanged');
    const calendar = isOther ? await ledger.calendarOf(state.calendar.hash) : this.rules.calendar;
    this.rules = { ...this.rules, calendar };
    this.#take(events, state);
  }

  #take(events: readonly ComplaintEvent[], state: ComplaintState): void {
    this.state = state;
    this.#recorded.push(...events.map(timelineEntry));
    for (const act of handledActs(events)) this.#acts.add(act);
  }

  #instantOf(act: Act): Instant {
    return this.input.rehearsal && act.at !== undefined ? act.at : this.now();
  }

  /** All that is asked about people is asked at once: which words are facts, and who may do what. */
  async #decidedOn(act: IdentifiedAct, via: Via): Promise<Decision> {
    const now = this.#instantOf(act);
    const answers = new Answers();
    const isFact = await this.#knowing((rules) => {
      decide(rules, this.state, { type: 'act', act, via }, now);
      return factsGiven(rules, this.#open(), act);
    }, answers);
    const stored = await this.#withStoredTexts(act, isFact);
    return this.#knowing((rules) => decide(rules, this.state, { type: 'act', act: stored, via }, now), answers);
  }

  #withStoredTexts(act: IdentifiedAct, isFact: IsFact): Promise<IdentifiedAct> {
    const { by } = act;
    const summary = `text of ${act.act}`;
    return withStoredTexts(act, isFact, (kind, text) => this.#store(summary, { kind, text, by }));
  }

  #result(events: HandledAct['events']): ActResult {
    const { reference, status, stage, round } = this.#open();
    return { reference, events, status, stage: stage?.key ?? null, round };
  }

  #isNew(): boolean {
    return this.state === null;
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
  staffLeft: 'somebody has left',
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
