import { findingInAllLanguages, type Named } from '../../procedures/words/diagnosis';
import { shippedLanguage, shippedLanguages } from '../../procedures/words/languages';
import { FINDINGS, NAMED_KINDS, type FindingCode } from '../../procedures/words/schema-diagnosis';
import { SEVERITIES } from '../../services/diagnosis/finding';

const CODES = Object.keys(FINDINGS) as FindingCode[];

const of = (kind: Named['kind'], more: Partial<Named> = {}): Named => ({
  ...{ kind, ids: [`${kind}-1`, `${kind}-2`], count: 2, more: false },
  ...more,
});

test.each(CODES)('%s says in every language all that it may name, and what to do', (code) => {
  const known: readonly string[] = FINDINGS[code];
  const kinds = NAMED_KINDS.filter((kind) => known.includes(kind));
  const about = kinds.map((kind) => of(kind, { count: 47 }));
  const words = findingInAllLanguages({ code, about, span: { count: 29, unit: 'h' }, seconds: 17, date: '2026-12-31' });
  expect(Object.keys(words).sort()).toEqual([...shippedLanguages().keys()].sort());
  for (const { says, remedy } of Object.values(words)) {
    expect(says).not.toMatch(/[{}]/);
    expect(remedy).not.toMatch(/[{}]/);
    expect(remedy).not.toBe('');
    for (const kind of kinds) expect(says).toContain(`${kind}-1`);
    expect(known.includes('span')).toBe(says.includes('29'));
    expect(known.includes('seconds')).toBe(says.includes('17'));
    expect(known.includes('date')).toBe(says.includes('2026-12-31'));
  }
});

test('ids are a list, and more than are named are counted', () => {
  const says = (about: Named, locale: string) =>
    findingInAllLanguages({ code: 'department-headless', about: [about] })[locale]?.says;
  expect(says(of('department'), 'en')).toContain(': department-1, department-2.');
  expect(says(of('department', { count: 9 }), 'en')).toContain(': department-1, department-2 and 7 more.');
  expect(says(of('department', { count: 9, more: true }), 'en')).toContain('department-2 and at least 7 more.');
  expect(says(of('department', { count: 9 }), 'zh-CN')).toContain('：department-1、department-2，另有7项。');
});

test('a sentence is the language’s own, and every finding has a severity', () => {
  const { findings } = shippedLanguage('zh-CN').diagnosis;
  for (const code of CODES) expect(findings[code].says).not.toBe(shippedLanguage('en').diagnosis.findings[code].says);
  expect(Object.keys(SEVERITIES).sort()).toEqual([...CODES].sort());
});
