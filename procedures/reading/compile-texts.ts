import { each } from './compile-forms';
import { routesOf } from '../language/document-parts';
import type {
  DerivedTexts,
  FieldTexts,
  FormTexts,
  LocalText,
  MatchRule,
  PartTexts,
  ProcedureTexts,
  StageTexts,
} from '../language/rule-book';
import type { RuleBookDocument } from '../language/schema';
import type { FormDocument, RoutedDocument, StageDocument } from '../language/schema-stages';
import type { DerivedDocument } from '../language/schema-tables';
import type { Finding, Path } from '../language/yaml-source';

export interface CompiledTexts {
  readonly texts: ProcedureTexts;
  readonly findings: Finding[];
}

type Titles = Readonly<Record<string, LocalText>>;

/** The titles of everything in a document. Outcomes without a title of their own have the shared or the standard one. */
export function compileTexts(document: RuleBookDocument, standard: Titles): CompiledTexts {
  const findings: Finding[] = [];
  const shared = document['outcome-titles'] ?? {};
  const own = ownTitles(document);
  const outcomeTitle = (outcome: string, written: LocalText | undefined, path: Path): LocalText => {
    const title = written ?? shared[outcome] ?? standard[outcome];
    if (title === undefined) {
      const message = `outcome "${outcome}" has no title: add it under "outcome-titles"`;
      findings.push({ path, message, on: 'key' });
    }
    return title ?? {};
  };
  const stageTexts = (stage: StageDocument, key: string): StageTexts => {
    if (!('outcomes' in stage)) return { title: stage.title, form: formTexts(undefined, own), outcomes: {} };
    const outcomes = routesOf(key, stage).map(
      ({ outcome, path, route }) =>
        [outcome, outcomeTitle(outcome, typeof route === 'string' ? undefined : route.title, path)] as const,
    );
    const texts = { title: stage.title, ...formsOfStage(stage, own), outcomes: Object.fromEntries(outcomes) };
    if (!('instructions' in stage)) return texts;
    const { instructions, contact } = stage;
    return { ...texts, instructions, ...(contact === undefined ? {} : { contact }) };
  };
  const texts = {
    locales: document.locales,
    title: document.title,
    channels: document.channels,
    severities: own.severity,
    categories: own.category,
    remedies: document.remedies,
    owners: each(document.owners, title),
    clocks: each(document.clocks ?? {}, title),
    intake: formTexts(document.intake, own),
    stages: each(document.stages, stageTexts),
    outsideRoutes: each(document['outside-routes'], ({ title: name, contact }) => ({ title: name, contact })),
    ...(document.derived === undefined
      ? {}
      : { derived: each(document.derived, (table, key) => derivedTexts(table, key, own)) }),
    ...(document.accountability === undefined ? {} : { accountability: each(document.accountability, title) }),
  };
  return { texts, findings };
}

/** When the procedure is chosen for an intake that names none. */
export function compileMatch({ match }: RuleBookDocument): MatchRule {
  return {
    default: match?.default ?? false,
    ...(match?.channels === undefined ? {} : { channels: match.channels }),
    ...(match?.['subject-kinds'] === undefined ? {} : { subjectKinds: match['subject-kinds'] }),
    ...(match?.categories === undefined ? {} : { categories: match.categories }),
  };
}

function title({ title: text }: { title: LocalText }): LocalText {
  return text;
}

/** The procedure's own titles, which fields of these kinds and tables of these names take. */
interface OwnTitles {
  readonly category: Titles;
  readonly severity: Titles;
}

function ownTitles({ categories, severities }: RuleBookDocument): OwnTitles {
  return { category: each(categories, title), severity: severities };
}

function derivedTexts(table: DerivedDocument, key: string, own: OwnTitles): DerivedTexts {
  if (key === 'category' || key === 'severity') return { values: own[key] };
  return { ...(table.title === undefined ? {} : { title: table.title }), values: table.values ?? {} };
}

/** A parallel stage's form holds the fields of all its parts, which never share one. */
function formsOfStage(stage: RoutedDocument, own: OwnTitles): Pick<StageTexts, 'form' | 'parts'> {
  if (!('parts' in stage)) return { form: formTexts('form' in stage ? stage.form : undefined, own) };
  const parts = each(stage.parts, (part): PartTexts => ({ title: part.title, form: formTexts(part.form, own) }));
  const forms = Object.values(parts).map(({ form }) => form);
  const fields = Object.assign({}, ...forms.map((form) => form.fields)) as FormTexts['fields'];
  return { form: { order: forms.flatMap(({ order }) => order), fields }, parts };
}

function formTexts(form: FormDocument = {}, own: OwnTitles): FormTexts {
  const fields = each(form, ({ kind, title: text, hint, options: written }): FieldTexts => {
    const options = kind === 'category' || kind === 'severity' ? own[kind] : written;
    return {
      title: text,
      ...(hint === undefined ? {} : { hint }),
      ...(options === undefined ? {} : { order: Object.keys(options), options }),
    };
  });
  return { order: Object.keys(form), fields };
}
