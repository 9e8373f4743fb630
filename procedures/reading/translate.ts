import { inAllMade, madeFrom } from '../locales/conversions';
import type { FormTexts, LocalText, PartTexts, ProcedureTexts, RuleBook, StageTexts } from '../language/rule-book';

type Texts = Readonly<Record<string, LocalText>>;

/**
 * A rule book with its texts in the languages, too, that are made from those it is written in: as it is published and
 * stored. Texts that its author wrote in such a language stay as they are. Rules and hash do not change.
 */
export function translated<T extends Pick<RuleBook, 'texts'>>(ruleBook: T): T {
  const { texts } = ruleBook;
  const made = madeFrom(texts.locales);
  return made.length === 0 ? ruleBook : { ...ruleBook, texts: translatedTexts(texts, made) };
}

function translatedTexts(texts: ProcedureTexts, made: readonly string[]): ProcedureTexts {
  const { derived, accountability } = texts;
  return {
    locales: [...texts.locales, ...made],
    title: inAllMade(texts.title),
    channels: all(texts.channels),
    severities: all(texts.severities),
    categories: all(texts.categories),
    remedies: all(texts.remedies),
    owners: all(texts.owners),
    clocks: all(texts.clocks),
    intake: ofForm(texts.intake),
    stages: each(texts.stages, ofStage),
    outsideRoutes: each(texts.outsideRoutes, ({ title, contact }) => ({
      title: inAllMade(title),
      contact: inAllMade(contact),
    })),
    ...(derived === undefined
      ? {}
      : {
          derived: each(derived, ({ title, values }) => ({
            ...(title === undefined ? {} : { title: inAllMade(title) }),
            values: all(values),
          })),
        }),
    ...(accountability === undefined ? {} : { accountability: all(accountability) }),
  };
}

function ofStage({ title, form, outcomes, parts, instructions, contact }: StageTexts): StageTexts {
  return {
    ...ofPart({ title, form }),
    outcomes: all(outcomes),
    ...(instructions ? { instructions: inAllMade(instructions) } : {}),
    ...(contact ? { contact: inAllMade(contact) } : {}),
    ...(parts ? { parts: each(parts, ofPart) } : {}),
  };
}

function ofPart({ title, form }: PartTexts): PartTexts {
  return { title: inAllMade(title), form: ofForm(form) };
}

function ofForm({ order, fields }: FormTexts): FormTexts {
  return {
    order,
    fields: each(fields, ({ title, hint, options, ...rest }) => ({
      ...rest,
      title: inAllMade(title),
      ...(hint === undefined ? {} : { hint: inAllMade(hint) }),
      ...(options === undefined ? {} : { options: all(options) }),
    })),
  };
}

function all(texts: Texts): Texts {
  return each(texts, inAllMade);
}

function each<T>(block: Readonly<Record<string, T>>, change: (value: T) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(block).map(([key, value]) => [key, change(value)]));
}
