import { isList } from '../../domain/rules/facts';
import type { Condition, Route, StageRule } from '../../domain/model/procedure';
import type { Span } from '../../domain/calendar/span';
import { shippedLanguages } from '../words/languages';
import type { FieldTexts, LocalText, RuleBook } from '../reading/rule-book';
import { inLanguage, writeSpan } from '../words/wording';

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

/** Boxes and arrows of a procedure, in a reader's language; other languages read the rule book's first. */
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
      rule.kind === 'close'
        ? []
        : Object.entries(rule.outcomes).flatMap(([outcome, route]) => arrowsOf(words, { key, outcome, route })),
    ),
  };
}

function linesOf(words: FlowWords, key: string, rule: StageRule): readonly string[] {
  if (rule.kind === 'close' || rule.kind === 'grant') return [];
  if (rule.kind === 'parallel') {
    return Object.entries(rule.parts).map(([part, { owner, within }]) => {
      const title = words.say(words.ruleBook.texts.stages[key]?.parts?.[part]?.title, part);
      return `${title}: ${words.owner(owner)}, ${words.span(within)}`;
    });
  }
  const owners =
    rule.kind === 'approval' ? rule.chain : [rule.owner, ...(rule.ownerIf ?? []).map(({ owner }) => owner)];
  const limits = [rule.within, ...(rule.withinIf ?? []).map(({ within }) => within)];
  const joint = rule.kind === 'approval' ? ' → ' : ' / ';
  return [
    [...new Set(owners)].map((owner) => words.owner(owner)).join(joint),
    limits.map((one) => words.span(one)).join(' / '),
  ];
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

/** Facts that no form asks, as a condition shows them. */
const COMMON: Readonly<Record<string, Readonly<Record<'zh-CN' | 'en', string>>>> = {
  round: { 'zh-CN': '轮次', en: 'round' },
  locale: { 'zh-CN': '语言', en: 'language' },
  'subject-kind': { 'zh-CN': '投诉对象类型', en: 'kind of subject' },
  amount: { 'zh-CN': '金额（最小货币单位）', en: 'amount, smallest unit' },
  'within-discretion': { 'zh-CN': '在经办人权限内', en: 'within discretion' },
  'deadlines-missed': { 'zh-CN': '逾期次数', en: 'deadlines missed' },
  'passed-on': { 'zh-CN': '推转次数', en: 'times passed on' },
  apologiser: { 'zh-CN': '致歉人级别', en: 'who apologises' },
};

class FlowWords {
  readonly #words;
  readonly #chinese: boolean;

  constructor(
    readonly ruleBook: RuleBook,
    readonly locale: string,
  ) {
    this.#chinese = locale === 'zh-CN';
    const language = shippedLanguages().get(this.#chinese ? 'zh-CN' : 'en');
    if (!language) throw new Error('no language ships');
    this.#words = language.words;
  }

  get otherwise(): string {
    return this.#chinese ? '其他情况' : 'otherwise';
  }

  after(times: number): string {
    return this.#chinese ? `已满 ${times} 次` : `after ${times} time${times === 1 ? '' : 's'}`;
  }

  say(text: LocalText | undefined, key: string): string {
    return inLanguage(text, this.locale, this.ruleBook.texts.locales) ?? key;
  }

  owner(key: string): string {
    return this.say(this.ruleBook.texts.owners[key], key);
  }

  span(span: Span): string {
    return writeSpan(this.#words, span);
  }

  condition(condition: Condition): string {
    return Object.entries(condition)
      .map(([fact, wanted]) => {
        if (!isList(wanted)) return `${this.#fact(fact)} ${rangeOf(wanted)}`;
        const values = wanted.map((value) => this.#value(fact, value));
        return wanted.every((value) => typeof value === 'boolean')
          ? `${this.#fact(fact)}: ${values.join('/')}`
          : values.join(this.#chinese ? '、' : ' or ');
      })
      .join(this.#chinese ? '，' : ', ');
  }

  #fact(name: string): string {
    const common = COMMON[name];
    if (common) return common[this.#chinese ? 'zh-CN' : 'en'];
    return this.say(this.#field(name)?.title ?? this.ruleBook.texts.derived?.[name]?.title, name);
  }

  #value(fact: string, value: string | number | boolean): string {
    if (typeof value === 'boolean') return this.#chinese ? (value ? '是' : '否') : value ? 'yes' : 'no';
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
