import { localTime } from '../../domain/calendar/due';
import type { Calendar, Instant } from '../../domain/calendar/calendar';
import type { DeadlineRef, ComplaintEvent, EventOf, Ownership } from '../../domain/model/event';
import { poolNamed, type Pool } from '../../domain/model/people';
import { SATISFACTION_FIELD, type Procedure } from '../../domain/model/procedure';
import type { LocalText, ProcedureTexts } from '../language/rule-book';
import { shippedLanguage, type Language } from './languages';
import { fill, inLanguage, writeRemedies, writeSpan } from './wording';

export interface NarrationInput {
  readonly texts: ProcedureTexts;
  readonly calendar: Calendar;
  /** One of the languages that ship. Throws RangeError for another. */
  readonly locale: string;
  /** A member of staff as the reader knows them; the id where it is not given. */
  readonly nameOf?: (id: string) => string;
  /** By which pools get the titles of their rule; their roles where they are not given. */
  readonly owners?: Procedure['owners'];
}

type Lines = Language['narration'];
type Values = Readonly<Record<string, string>>;

/** An event as one line in the reader's language, with the rule book's own titles and the calendar's local time. */
export function narrate(event: ComplaintEvent, input: NarrationInput): string {
  const narrator = new Narrator(input);
  const line = narrator.line(keyOf(event), narrator.values(event));
  const explained = event.type === 'rungReached' && event.explain.length > 0;
  return [
    line,
    ...(explained ? [narrator.line('rungReached.explain', { explain: narrator.people(event.explain) })] : []),
    ...('owner' in event && event.owner ? narrator.reasons(event.owner) : []),
  ].join(' ');
}

/** People and pools by name, as the reader knows them. */
export function namesIn(ids: readonly string[], input: NarrationInput): readonly string[] {
  const narrator = new Narrator(input);
  return ids.map((id) => narrator.people([id]));
}

/** `2026-03-02 18:00` on the calendar's own wall clock. */
export function showLocal(calendar: Calendar, instant: Instant): string {
  const { date, minute } = localTime(calendar, instant);
  const two = (count: number): string => String(count).padStart(2, '0');
  return `${date} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function keyOf(event: ComplaintEvent): keyof Lines {
  switch (event.type) {
    case 'clockStarted':
      return event.dueAt === null ? 'clockStarted.still' : 'clockStarted';
    case 'clockStopped':
      return event.met ? 'clockStopped.met' : 'clockStopped.missed';
    case 'taskOpened':
      if (event.part !== null) return 'taskOpened.part';
      return event.step > 1 ? 'taskOpened.again' : 'taskOpened';
    case 'taskCompleted':
      if (event.actor === 'time') return 'taskCompleted.time';
      return event.onBehalf ? 'taskCompleted.onBehalf' : 'taskCompleted';
    case 'rungReached':
      return `rungReached.${event.action}`;
    case 'deadlineMissed':
      return 'task' in event.of ? 'deadlineMissed.task' : 'deadlineMissed.clock';
    case 'assigned':
      return event.left ? 'assigned.left' : 'assigned';
    case 'recused':
      return event.objection ? 'recused.objection' : 'recused';
    case 'reopened':
      return event.sameFault ? 'reopened.sameFault' : 'reopened';
    case 'rescheduled':
      return event.dueAt === null ? 'rescheduled.still' : 'rescheduled';
    default:
      return event.type;
  }
}

class Narrator {
  readonly #language: Language;
  readonly #lines: Lines;

  constructor(private readonly input: NarrationInput) {
    this.#language = shippedLanguage(input.locale);
    this.#lines = this.#language.narration;
  }

  line(key: keyof Lines, values: Values): string {
    return fill(this.#lines[key], values);
  }

  people(ids: readonly string[], joint: 'and' | 'or' = 'and'): string {
    return ids.map((id) => this.#actor(id)).join(this.#lines[joint]);
  }

  /** Why it is this one of several, and past whom it went. */
  reasons({ chosen, full }: Ownership): readonly string[] {
    return [
      ...(full === undefined ? [] : [this.line('owner.full', {})]),
      ...(chosen === undefined ? [] : [this.line(`owner.${chosen.by}`, { open: String(chosen.open) })]),
    ];
  }

  values(event: ComplaintEvent): Values {
    return { actor: this.#actor(event.actor), stage: this.#stage(event.stage), ...this.#own(event) };
  }

  #own(event: ComplaintEvent): Values {
    switch (event.type) {
      case 'clockStarted':
        return { clock: this.#clock(event.clock), due: this.#at(event.dueAt) };
      case 'clockStopped':
        return { clock: this.#clock(event.clock) };
      case 'taskOpened':
        return {
          owner: this.#owner(event.owner),
          due: this.#at(event.dueAt),
          step: String(event.step),
          part: this.#part(event.stage, event.part),
        };
      case 'assigned':
        return { owner: this.#owner(event.owner), left: this.people(event.left ?? []) };
      case 'handoverPassedOn':
        return { owner: this.#owner(event.owner) };
      case 'taskCompleted':
        return { outcome: this.#outcome(event.stage, event.outcome) };
      case 'stageCompleted':
        return { then: this.#stage(event.then) };
      case 'recused':
        return { person: this.#actor(event.person) };
      case 'rungReached':
        return { to: this.people(event.to), level: String(event.level) };
      case 'deadlineMissed':
        return { clock: 'clock' in event.of ? this.#clock(event.of.clock) : '', due: this.#at(event.dueAt) };
      case 'paused':
        return { until: this.#at(event.until) };
      case 'extended':
        return { span: writeSpan(this.#language.dates, event.span), due: this.#at(event.dueAt) };
      case 'severitySet':
        return { severity: this.#text(this.input.texts.severities[event.severity], event.severity) };
      case 'assessed':
        return { assessment: this.#assessment(event) };
      case 'rescheduled':
        return { matter: this.#matter(event.of, event.stage), due: this.#at(event.dueAt), why: this.#why(event) };
      case 'calendarChanged':
        return { calendar: event.calendar.id };
      case 'granted':
        return { remedies: this.#remedies(event) };
      case 'progressDue':
        return { to: this.people(event.to), beat: String(event.beat) };
      case 'heldAccountable':
        return {
          rule: this.#text(this.input.texts.accountability?.[event.rule], event.rule),
          people: this.people([...event.people, ...event.departments]),
        };
      case 'surveyAnswered':
        return { visit: String(event.visit), satisfaction: this.#satisfaction(event.stage, event.satisfaction) };
      case 'visitFailed':
        return { attempt: String(event.attempt) };
      case 'referred':
        return { route: this.#text(this.input.texts.outsideRoutes[event.to]?.title, event.to) };
      case 'roundStarted':
        return { round: String(event.newRound), because: this.#because(event) };
      case 'closed':
        return { result: this.#lines[`result.${event.result}`], until: this.#at(event.reopenUntil) };
      case 'signalIgnored':
        return { refusal: event.refusal };
      default:
        return {};
    }
  }

  #at(instant: Instant | null): string {
    return instant === null ? '' : showLocal(this.input.calendar, instant);
  }

  /** `category Goods, severity Major, Priority: First`. */
  #assessment({ category, severity, facts }: EventOf<'assessed'>): string {
    const { texts } = this.input;
    const own = [
      ...(category === undefined ? [] : [['category', this.#text(texts.categories[category], category)] as const]),
      ...(severity === undefined ? [] : [['severity', this.#text(texts.severities[severity], severity)] as const]),
    ].map(([key, value]) => this.line(`assessed.${key}`, { value }));
    const derived = Object.entries(facts).map(([fact, value]) => {
      const table = texts.derived?.[fact];
      return this.line('assessed.fact', {
        fact: this.#text(table?.title, fact),
        value: this.#text(table?.values[value], value),
      });
    });
    return [...own, ...derived].join(this.#lines.list);
  }

  #matter(of: DeadlineRef, stage: string | null): string {
    return 'clock' in of ? this.#clock(of.clock) : this.#stage(stage);
  }

  #why({ because }: EventOf<'rescheduled'>): string {
    return this.#lines[`because.${because}`];
  }

  #remedies({ remedies }: EventOf<'granted'>): string {
    const { texts, locale } = this.input;
    return writeRemedies(remedies, { texts, locale, joint: this.#lines.and }) ?? '';
  }

  #part(stage: string | null, part: string | null): string {
    return part === null ? '' : this.#text(this.input.texts.stages[stage ?? '']?.parts?.[part]?.title, part);
  }

  #actor(id: string): string {
    const pool = poolNamed(id);
    if (pool !== null) return this.#pool(pool, this.#role(pool.role));
    return this.#known(`actor.${id}`) ?? this.input.nameOf?.(id) ?? id;
  }

  #owner(owner: Ownership): string {
    const { pool, people, rule } = owner;
    if (pool === null) return this.people(people, 'or');
    return this.#pool(pool, this.#text(this.input.texts.owners[rule], pool.role));
  }

  #role(role: string): string {
    const key = Object.entries(this.input.owners ?? {}).find(([, rule]) => rule.role === role)?.[0];
    return this.#text(this.input.texts.owners[key ?? role], role);
  }

  #pool({ department }: Pool, role: string): string {
    return department === null ? role : this.line('pool.there', { role, department });
  }

  #stage(key: string | null): string {
    return key === null ? '' : this.#text(this.input.texts.stages[key]?.title, key);
  }

  #clock(key: string): string {
    return this.#text(this.input.texts.clocks[key], key);
  }

  #outcome(stage: string | null, outcome: string): string {
    return this.#text(this.input.texts.stages[stage ?? '']?.outcomes[outcome], outcome);
  }

  #satisfaction(stage: string | null, level: string): string {
    return this.#text(this.input.texts.stages[stage ?? '']?.form.fields[SATISFACTION_FIELD]?.options?.[level], level);
  }

  /** What sent it round again: a reason of ours, else the outcome by its title. */
  #because({ because }: EventOf<'roundStarted'>): string {
    const titles = Object.values(this.input.texts.stages).map(({ outcomes }) => outcomes[because]);
    return this.#known(`because.${because}`) ?? this.#text(titles.find(Boolean), because);
  }

  #known(key: string): string | undefined {
    const lines: Readonly<Record<string, string>> = this.#lines;
    return Object.hasOwn(lines, key) ? lines[key] : undefined;
  }

  #text(text: LocalText | undefined, otherwise: string): string {
    return inLanguage(text, this.input.locale, this.input.texts.locales) ?? otherwise;
  }
}
