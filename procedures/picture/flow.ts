import type { AskedTask } from '../../domain/kinds/kind';
import { kindOf, outcomesOf, tasksOf } from '../../domain/kinds/table';
import { isList } from '../../domain/rules/facts';
import type { Condition, Route, StageRule } from '../../domain/model/procedure';
import type { Span } from '../../domain/calendar/span';
import { shippedLanguage, type Language } from '../words/languages';
import type { FieldTexts, LocalText, RuleBook } from '../language/rule-book';
import { factName, inLanguage, inNumber, writeSpan } from '../words/wording';

/** A stage as a box: its title, and under it who works on it and by when. */
export interface FlowBox {
  readonly key: string;
  readonly kind: StageRule['kind'];
  readonly title: string;
  readonly lines: readonly string[];
}

export interface FlowArrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

export interface Flow {
  readonly title: string;
  readonly first: string;
  readonly boxes: readonly FlowBox[];
  readonly arrows: readonly FlowArrow[];
}

/** Boxes and arrows of a procedure, in one of the languages that ship. */
export function flowOf(ruleBook: RuleBook, locale: string): Flow {
  const { procedure, texts } = ruleBook;
  const words = new FlowWords(ruleBook, locale);
  return {
    title: words.say(texts.title, procedure.key),
    first: procedure.first,
    boxes: Object.entries(procedure.stages).map(([key, rule]) => ({
      key,
      kind: rule.kind,
      title: words.say(texts.stages[key]?.title, key),
      lines: linesOf(words, key, rule),
    })),
    arrows: Object.entries(procedure.stages).flatMap(([key, rule]) =>
      Object.entries(outcomesOf(rule)).flatMap(([outcome, route]) => arrowsOf(words, { key, outcome, route })),
    ),
  };
}

function linesOf(words: FlowWords, key: string, rule: StageRule): readonly string[] {
  const { sideBySide, work } = kindOf(rule);
  const asked = tasksOf(rule);
  const [first] = asked;
  if (!first) return [];
  if (sideBySide) {
    return asked.map(({ part, owner, within }) => {
      const title = words.say(words.ruleBook.texts.stages[key]?.parts?.[part ?? '']?.title, part ?? '');
      return `${title}: ${words.owner(owner)}, ${words.span(within)}`;
    });
  }
  const limits = [first.within, ...(first.withinIf ?? []).map(({ within }) => within)];
  return [
    [...new Set(ownersOf(asked))].map((owner) => words.owner(owner)).join(work === 'judges' ? ' → ' : ' / '),
    limits.map((one) => words.span(one)).join(' / '),
  ];
}

function ownersOf(asked: readonly AskedTask[]): readonly string[] {
  return asked.flatMap(({ owner, ownerIf = [] }) => [owner, ...ownerIf.map((one) => one.owner)]);
}

interface Outcome {
  readonly key: string;
  readonly outcome: string;
  readonly route: Route;
}

function arrowsOf(words: FlowWords, { key, outcome, route }: Outcome): readonly FlowArrow[] {
  const title = words.say(words.ruleBook.texts.stages[key]?.outcomes[outcome], outcome);
  const arrow = (to: string, more = ''): FlowArrow => ({
    from: key,
    to,
    label: more === '' ? title : `${title} (${more})`,
  });
  return [
    ...route.cases.map(({ when, then }) => arrow(then, words.condition(when))),
    arrow(route.then, route.cases.length > 0 ? words.otherwise : ''),
    ...(route.after === undefined ? [] : [arrow(route.after, words.after(route.most ?? 0))]),
  ];
}

class FlowWords {
  readonly #language: Language;

  constructor(
    readonly ruleBook: RuleBook,
    readonly locale: string,
  ) {
    this.#language = shippedLanguage(locale);
  }

  get otherwise(): string {
    return this.#language.picture.otherwise;
  }

  after(times: number): string {
    return inNumber(this.#language.picture.after, times);
  }

  say(text: LocalText | undefined, key: string): string {
    return inLanguage(text, this.locale, this.ruleBook.texts.locales) ?? key;
  }

  owner(key: string): string {
    return this.say(this.ruleBook.texts.owners[key], key);
  }

  span(span: Span): string {
    return writeSpan(this.#language.dates, span);
  }

  condition(condition: Condition): string {
    return Object.entries(condition)
      .map(([fact, wanted]) => {
        if (!isList(wanted)) return `${this.#fact(fact)} ${rangeOf(wanted)}`;
        const values = wanted.map((value) => this.#value(fact, value));
        return wanted.every((value) => typeof value === 'boolean')
          ? `${this.#fact(fact)}: ${values.join('/')}`
          : values.join(this.#language.picture.or);
      })
      .join(this.#language.picture.and);
  }

  #fact(name: string): string {
    const title = this.#field(name)?.title ?? this.ruleBook.texts.derived?.[name]?.title;
    return title === undefined ? factName(this.#language.phrases, name) : this.say(title, name);
  }

  #value(fact: string, value: string | number | boolean): string {
    if (typeof value === 'boolean') return this.#language.phrases[value ? 'yes' : 'no'];
    const { texts } = this.ruleBook;
    const titles: Readonly<Record<string, Readonly<Record<string, LocalText>> | undefined>> = {
      category: texts.categories,
      severity: texts.severities,
      channel: texts.channels,
    };
    const known = titles[fact] ?? this.#field(fact)?.options ?? texts.derived?.[fact]?.values;
    return this.say(known?.[String(value)], String(value));
  }

  #field(name: string): FieldTexts | undefined {
    const { stages, intake } = this.ruleBook.texts;
    return [intake, ...Object.values(stages).map(({ form }) => form)].map(({ fields }) => fields[name]).find(Boolean);
  }
}

function rangeOf({ atLeast, atMost }: { readonly atLeast?: number; readonly atMost?: number }): string {
  if (atLeast === undefined) return `≤ ${atMost ?? ''}`;
  return atMost === undefined ? `≥ ${atLeast}` : `${atLeast}–${atMost}`;
}
