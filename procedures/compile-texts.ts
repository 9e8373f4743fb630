import { each } from './compile';
import { routesOf } from './check-names';
import type { FieldTexts, FormTexts, LocalText, MatchRule, ProcedureTexts, StageTexts } from './rule-book';
import type { RuleBookDocument } from './schema';
import type { FormDocument, StageDocument } from './schema-stages';
import type { Finding, Path } from './yaml-source';

export interface CompiledTexts {
  readonly texts: ProcedureTexts;
  readonly findings: Finding[];
}

/** The titles of everything in a document. Outcomes without a title of their own have the shared or the standard one. */
export function compileTexts(document: RuleBookDocument, standard: Readonly<Record<string, LocalText>>): CompiledTexts {
  const findings: Finding[] = [];
  const shared = document['outcome-titles'] ?? {};
  const outcomeTitle = (outcome: string, own: LocalText | undefined, path: Path): LocalText => {
    const title = own ?? shared[outcome] ?? standard[outcome];
    if (title === undefined) {
      const message = `outcome "${outcome}" has no title: add it under "outcome-titles"`;
      findings.push({ path, message, on: 'key' });
    }
    return title ?? {};
  };
  const stageTexts = (stage: StageDocument, key: string): StageTexts => {
    if (stage.kind === 'close') return { title: stage.title, form: formTexts(undefined), outcomes: {} };
    const outcomes = routesOf(key, stage).map(
      ({ outcome, path, route }) =>
        [outcome, outcomeTitle(outcome, typeof route === 'string' ? undefined : route.title, path)] as const,
    );
    return { title: stage.title, form: formTexts(stage.form), outcomes: Object.fromEntries(outcomes) };
  };
  const title = ({ title: text }: { title: LocalText }): LocalText => text;
  const texts = {
    locales: document.locales,
    title: document.title,
    channels: document.channels,
    severities: document.severities,
    categories: each(document.categories, title),
    remedies: document.remedies,
    owners: each(document.owners, title),
    clocks: each(document.clocks ?? {}, title),
    intake: formTexts(document.intake),
    stages: each(document.stages, stageTexts),
    outsideRoutes: document['outside-routes'],
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

function formTexts(form: FormDocument = {}): FormTexts {
  const fields = each(form, ({ title, hint, options }): FieldTexts => ({
    title,
    ...(hint === undefined ? {} : { hint }),
    ...(options === undefined ? {} : { order: Object.keys(options), options }),
  }));
  return { order: Object.keys(form), fields };
}
