import type { DiagnosisView, FindingView } from '../../contract/doctor';
import type { Finding, Report } from '../../services/diagnosis/diagnosis';

export function diagnosisView({ at, errors, warnings, checks, findings }: Report): DiagnosisView {
  return { at: at.toISOString(), errors, warnings, checks, findings: findings.map(findingView) };
}

function findingView({ code, severity, about, span, seconds, date, words }: Finding): FindingView {
  const byLanguage = (part: 'says' | 'remedy') =>
    Object.fromEntries(Object.entries(words).map(([locale, text]) => [locale, text[part]]));
  return {
    ...{ code, severity, about: about.map((named) => ({ ...named, ids: [...named.ids] })) },
    ...{ span: span ?? null, seconds: seconds ?? null, date: date ?? null },
    ...{ says: byLanguage('says'), remedy: byLanguage('remedy') },
  };
}
