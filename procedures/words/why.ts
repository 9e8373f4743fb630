import { localTime } from '../../domain/calendar/due';
import type { Calendar, Instant } from '../../domain/calendar/calendar';
import type { CountedDay, CountedPart } from '../../domain/calendar/counting';
import type { Condition } from '../../domain/model/procedure';
import type { Span } from '../../domain/calendar/span';
import type { DueMove, WhyDue } from '../../domain/time/why';
import type { LocalText, ProcedureTexts } from '../language/rule-book';
import { shippedLanguage, shippedLanguages, type Language } from './languages';
import { reasonRead } from './own-reasons';
import { factName, fill, inLanguage, writeSpan } from './wording';

export interface WhyInput {
  readonly why: WhyDue;
  readonly calendar: Calendar;
  readonly texts: ProcedureTexts;
  /** How it has moved; the reason where somebody wrote one. */
  readonly moves?: readonly (DueMove & { readonly reason?: string | null })[];
}

type Lines = Language['why'];

/** So many days are named one by one, more as a run from the first to the last. */
const MOST_DAYS = 7;

/** Why something is due when it is, in every language that ships. */
export function whyInAllLanguages(input: WhyInput): Readonly<Record<string, string>> {
  return Object.fromEntries([...shippedLanguages().keys()].map((locale) => [locale, whySentence(input, locale)]));
}

/** Why something is due when it is, in a few sentences, in a language that ships. Throws RangeError for another. */
export function whySentence(input: WhyInput, locale: string): string {
  return new Explainer(input, shippedLanguage(locale)).sentences().join('').trim();
}

class Explainer {
  constructor(
    private readonly input: WhyInput,
    private readonly language: Language,
  ) {}

  sentences(): string[] {
    const { why, moves = [] } = this.input;
    const { until } = why.limitRule;
    const between = this.#line('between');
    const told = [
      ...(why.dueAt === null ? [] : [this.#line('due', { due: this.#instant(why.dueAt) })]),
      ...(until === undefined ? [] : [this.#line('given', { day: this.#line('day', this.#date(until)) })]),
      ...why.counted.flatMap((part, index) => (until !== undefined && index === 0 ? [] : this.#part(part, index))),
      ...(why.limitRule.when === null
        ? []
        : [this.#line('case', { conditions: this.#conditions(why.limitRule.when) })]),
      ...moves.flatMap((move) => this.#move(move)),
    ];
    return told.map((sentence, index) => (index === 0 ? sentence : `${between}${sentence}`));
  }

  #part(part: CountedPart, index: number): string[] {
    const key =
      part.what === 'extension' && !this.#follows(index) ? 'extension' : this.#follows(index) ? 'rest' : 'limit';
    const { time } = this.#parts(part.to);
    const days = this.#days(part);
    const values = {
      span: this.#span(part.span),
      from: this.#instant(part.from),
      to: this.#instant(part.to),
      days,
      time,
    };
    return [
      this.#line(`${key}.${formOf(part)}`, values),
      ...(part.closed.length === 0 ? [] : [this.#line('closed', { closed: this.#runs(part.closed) })]),
      ...(part.pause === null ? [] : [this.#pause(part.pause, part.left)]),
    ];
  }

  /** What is counted after a pause goes on with what was left. */
  #follows(index: number): boolean {
    return (this.input.why.counted[index - 1]?.pause ?? null) !== null;
  }

  #pause({ from, to }: NonNullable<CountedPart['pause']>, left: Span): string {
    const since = this.#instant(from);
    if (to === null) return this.#line('still', { since, left: this.#span(left) });
    return this.#line('paused', { from: since, to: this.#instant(to), left: this.#span(left) });
  }

  #move({ at, before, because, reason }: NonNullable<WhyInput['moves']>[number]): string[] {
    if (because !== 'calendar' && because !== 'assessment') return [];
    const key = because === 'calendar' && reason ? 'moved.calendar.why' : (`moved.${because}` as const);
    const due = before === null ? this.#line('moved.nothing') : this.#instant(before);
    return [this.#line(key, { at: this.#instant(at), before: due, reason: reasonRead(reason ?? '', this.language) })];
  }

  #days({ days }: CountedPart): string {
    const [first, last] = [days[0], days.at(-1)];
    if (!first || !last) return '';
    if (days.length <= MOST_DAYS) return days.map((day) => this.#day(day)).join(this.#line('list'));
    const special = days.filter(({ as }) => as !== 'usual').map((day) => this.#day({ ...day, hours: undefined }));
    return this.#line(special.length > 0 ? 'many.among' : 'many', {
      first: this.#line('day', this.#date(first.date)),
      last: this.#line('day', this.#date(last.date)),
      count: String(days.length),
      special: special.join(this.#line('list')),
    });
  }

  #day({ date, as, hours }: Omit<CountedDay, 'hours'> & { readonly hours?: number | undefined }): string {
    const parts = this.#date(date);
    const plain = this.#line('day', parts);
    const day = as === 'usual' ? plain : this.#line(as, { ...parts, date: plain });
    return hours === undefined ? day : this.#line('hours', { day, hours: this.#span({ count: hours, unit: 'wh' }) });
  }

  /** Days that follow one another as a run. */
  #runs(dates: readonly string[]): string {
    const runs: string[][] = [];
    for (const date of dates) {
      const run = runs.at(-1);
      if (run && dayAfter(run.at(-1) ?? '') === date) run.push(date);
      else runs.push([date]);
    }
    const shown = (date = '') => this.#line('day', this.#date(date));
    return runs
      .map((run) =>
        run.length < 3 ? run.map(shown) : [this.#line('run', { first: shown(run[0]), last: shown(run.at(-1)) })],
      )
      .flat()
      .join(this.#line('list'));
  }

  #conditions(when: Condition): string {
    return Object.entries(when)
      .map(([fact, wanted]) => this.#condition(fact, wanted))
      .join(this.#line('and'));
  }

  #condition(fact: string, wanted: Condition[string]): string {
    const name = this.#factName(fact);
    if (Array.isArray(wanted)) {
      const values = (wanted as readonly (string | number | boolean)[]).map((value) => this.#factValue(fact, value));
      return this.#line('fact', { fact: name, value: values.join(this.#line('or')) });
    }
    const { atLeast, atMost } = wanted as { readonly atLeast?: number; readonly atMost?: number };
    const key = atLeast === undefined ? 'atMost' : atMost === undefined ? 'atLeast' : 'between';
    const [least, most] = [String(atLeast ?? ''), String(atMost ?? '')];
    return this.#line(`fact.${key}`, { fact: name, value: least || most, least, most });
  }

  #factName(fact: string): string {
    const { texts } = this.input;
    const field = Object.values(texts.stages).find(({ form }) => form.fields[fact])?.form ?? texts.intake;
    const title = texts.derived?.[fact]?.title ?? field.fields[fact]?.title;
    return this.#text(title) ?? factName(this.language.phrases, fact);
  }

  #factValue(fact: string, value: string | number | boolean): string {
    const { texts } = this.input;
    const written = String(value);
    if (typeof value === 'boolean') return this.language.phrases[value ? 'yes' : 'no'];
    const own = { severity: texts.severities, category: texts.categories, channel: texts.channels }[fact];
    const fields = [texts.intake, ...Object.values(texts.stages).map(({ form }) => form)].map(
      ({ fields }) => fields[fact],
    );
    const option = fields.find((field) => field?.options)?.options;
    return this.#text(own?.[written] ?? texts.derived?.[fact]?.values[written] ?? option?.[written]) ?? written;
  }

  #text(text: LocalText | undefined): string | undefined {
    return inLanguage(text, this.language.language, this.input.texts.locales);
  }

  #span({ count, unit }: Span): string {
    return writeSpan(this.language.dates, { count: Math.round(count * 100) / 100, unit });
  }

  #instant(instant: Instant): string {
    const { date, ...parts } = this.#parts(instant);
    return this.#line('instant', { ...this.#date(date), ...parts });
  }

  #parts(instant: Instant): { date: string; hour: string; minute: string; time: string } {
    const { date, minute } = localTime(this.input.calendar, instant);
    const two = (count: number): string => String(count).padStart(2, '0');
    const parts = { hour: two(Math.floor(minute / 60)), minute: two(minute % 60) };
    return { date, ...parts, time: this.#line('time', parts) };
  }

  #date(date: string): { year: string; month: string; day: string; weekday: string } {
    const { 'short-months': months, weekdays } = this.language.dates;
    const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
    const weekday = new Date(`${date}T00:00:00.000Z`).getUTCDay();
    return { year: `${year}`, month: months[month - 1] ?? '', day: `${day}`, weekday: weekdays[weekday] ?? '' };
  }

  #line(key: keyof Lines, values: Readonly<Record<string, string>> = {}): string {
    return fill(this.language.why[key], values);
  }
}

function formOf({ span: { unit }, days, pause }: CountedPart): 'days' | 'elapsed' | 'open' | 'until' {
  if (pause !== null) return days.length === 0 ? 'open' : 'until';
  return unit === 'wd' || unit === 'wh' ? 'days' : 'elapsed';
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00.000Z`) + 86_400_000).toISOString().slice(0, 10);
}
