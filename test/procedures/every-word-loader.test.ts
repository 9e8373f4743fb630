import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  ApprovalRule,
  ConsentRule,
  GrantRule,
  ParallelRule,
  Procedure,
  TaskRule,
} from '../../domain/model/procedure';
import { ruleBookJsonSchema } from '../../procedures/language/json-schema';
import { loadRuleBook } from '../../procedures/reading/load';
import type { RuleBook } from '../../procedures/language/rule-book';
import { parse } from 'yaml';

const FILE = 'every-word.yaml';
const WRITTEN = readFileSync(join(__dirname, FILE), 'utf8');

function load(text = WRITTEN): RuleBook {
  const loaded = loadRuleBook(text, FILE);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 2));
  return loaded.ruleBook;
}

const book = load();
const { procedure, texts, limits } = book;
const stage = <T extends Procedure['stages'][string]>(key: string): T => procedure.stages[key] as T;
const wd = (count: number) => ({ count, unit: 'wd' as const });

test('a rung that waits for nobody says so, and no other', () => {
  const rungs = stage<TaskRule>('answer').ladder;
  expect(rungs.map(({ action, atOnce }) => [action, atOnce])).toEqual([
    ['remind', undefined],
    ['give', true],
  ]);
});

test('a condition has single values, lists and ranges', () => {
  expect(procedure.derived).toEqual({
    severity: {
      lines: [
        { when: { reach: ['media'] }, is: 'major' },
        { when: { 'late-by': { atLeast: 10 } }, is: 'urgent' },
      ],
      otherwise: 'general',
    },
    priority: { lines: [{ when: { severity: ['urgent', 'major'] }, is: 'first' }], otherwise: 'second' },
  });
});

test('any amount is null, what is paid by the complainant is listed, and the rest of the whole is there', () => {
  expect(procedure).toMatchObject({
    discretion: { currency: 'CNY', limits: { adviser: 50_000, supervisor: 300_000, 'general-manager': null } },
    paidByComplainant: ['paid-repair'],
    guarantee: { within: { count: 90, unit: 'd' }, then: 'joint' },
    objections: 2,
    accountability: {
      shirking: {
        when: { 'over-our-head': [true], 'deadlines-missed': { atLeast: 1 } },
        on: ['responsible', 'assignee', 'supervisor-on-duty', 'late'],
      },
    },
  });
});

test('owners are whoever received it, whom a field names, and others than those before', () => {
  expect(procedure.owners).toMatchObject({
    receiver: { role: 'adviser', receiver: true },
    assignee: { role: 'adviser', named: 'assignee' },
    second: { role: 'adviser', otherThan: ['assess', 'joint'] },
    adviser: { role: 'adviser', assign: 'least-loaded', most: 8 },
    counter: { role: 'adviser', in: 'place' },
    'supervisor-on-duty': { role: 'supervisor', above: 'place' },
  });
});

test('a clock runs between stages, for some complaints, with limits by condition', () => {
  expect(procedure.clocks['word']).toEqual({
    kind: 'promise',
    from: 'entered:joint',
    until: 'left:settle',
    when: { category: ['goods'] },
    within: wd(5),
    withinIf: [{ when: { severity: ['major'] }, within: wd(7) }],
    ladder: [],
  });
});

test('a stage has limits and owners by condition, a rhythm of word, and fields that set category and severity', () => {
  expect(stage<TaskRule>('assess')).toMatchObject({
    owner: 'receiver',
    ownerIf: [
      { when: { 'place-kind': ['store', 'counter'] }, owner: 'counter' },
      { when: { priority: ['first'] }, owner: 'supervisor-on-duty' },
    ],
    within: wd(3),
    withinIf: [{ when: { severity: ['major'], 'subject-kind': ['order'] }, within: wd(7) }],
    progress: { every: wd(2), most: 3 },
    form: {
      'kind-of-matter': { kind: 'category', required: true },
      'how-bad': { kind: 'severity', required: false },
    },
  });
});

test('a grant holds its remedies and leads on by one outcome', () => {
  expect(stage<GrantRule>('compensate')).toEqual({
    kind: 'grant',
    field: 'solution',
    remedies: [{ remedy: 'compensation', amount: 2000, currency: 'CNY' }],
    outcomes: { granted: { cases: [], then: 'closed-resolved', newRound: false } },
  });
});

test('a parallel stage has its parts, one of them by condition, and no owner of its own', () => {
  const joint = stage<ParallelRule>('joint');
  expect(Object.keys(joint).sort()).toEqual(['kind', 'outcomes', 'parts']);
  expect(joint.parts['workshop']).toMatchObject({
    owner: 'assignee',
    within: wd(2),
    form: { solution: { kind: 'remedies', required: false, requiredIf: ['ready'] } },
  });
  expect(joint.parts['workshop']).not.toHaveProperty('when');
  expect(joint.parts['legal']).toMatchObject({
    owner: 'second',
    ownerIf: [{ when: { severity: ['major'] }, owner: 'general-manager' }],
    within: { count: 2, unit: 'wd' },
    withinIf: [{ when: { severity: ['major'] }, within: { count: 1, unit: 'wd' } }],
    when: { category: ['privacy'] },
  });
  expect(joint.parts['legal']?.ladder.at(-1)).toMatchObject({ action: 'give', to: 'general-manager' });
  expect(Object.keys(joint.outcomes)).toEqual(['ready', 'refused', 'mixed']);
});

test('a chain keeps the condition of each step beside it', () => {
  expect(stage<ApprovalRule>('sign-off')).toMatchObject({
    owner: 'supervisor-on-duty',
    chain: ['supervisor-on-duty', 'general-manager'],
    chainWhen: [null, { amount: { atLeast: 300_001, atMost: 900_000 } }],
  });
});

test('a chain without conditions is compiled as ever', () => {
  const plain = load(
    WRITTEN.replace(
      '{ owner: general-manager, when: { amount: { at-least: 300001, at-most: 900000 } } }',
      'general-manager',
    ),
  );
  expect(plain.procedure.stages['sign-off']).not.toHaveProperty('chainWhen');
  expect(plain.procedure.hash).not.toBe(procedure.hash);
});

test('a consent may be a choice of one, and partly', () => {
  expect(stage<ConsentRule>('consent')).toMatchObject({ offer: 'solution', choose: 'one' });
  expect(Object.keys(stage<ConsentRule>('consent').outcomes)).toContain('partly');
});

test("parts of replies are the loader's alone", () => {
  expect(load(WRITTEN.replace('reply-parts: [apology]\n', '')).procedure.hash).toBe(procedure.hash);
});

test('parts, derived facts and the accountability record have their titles', () => {
  expect(texts.stages['joint']?.parts).toEqual({
    workshop: { title: { 'zh-CN': '车间', en: 'Workshop' }, form: expect.objectContaining({ order: ['solution'] }) },
    legal: { title: { 'zh-CN': '法务', en: 'Legal team' }, form: expect.objectContaining({ order: ['opinion'] }) },
  });
  expect(texts.stages['joint']?.form.order).toEqual(['solution', 'opinion']);
  expect(texts.stages['joint']?.form.fields['opinion']?.title['en']).toBe('Legal opinion');
  expect(texts.derived).toEqual({
    severity: { values: texts.severities },
    priority: {
      title: { 'zh-CN': '优先级', en: 'Priority' },
      values: { first: { 'zh-CN': '优先', en: 'First' }, second: { 'zh-CN': '其次', en: 'Second' } },
    },
  });
  expect(texts.accountability).toEqual({ shirking: { 'zh-CN': '推诿', en: 'Shirking' } });
  expect(texts.stages['consent']?.outcomes['partly']).toEqual({ 'zh-CN': '部分接受', en: 'Partly agreed' });
  expect(texts.stages['joint']?.outcomes['mixed']?.['en']).toBe('Different outcomes');
});

test("fields that set category and severity are choices by the procedure's own titles", () => {
  const fields = texts.stages['assess']?.form.fields;
  expect(fields?.['kind-of-matter']).toMatchObject({ order: ['goods', 'privacy'], options: texts.categories });
  expect(fields?.['how-bad']).toMatchObject({ order: ['general', 'urgent', 'major'], options: texts.severities });
});

test('every new limit, table and amount says where it comes from', () => {
  const rule = (source: string) => ({ assumed: false, source });
  const assumed = { assumed: true, source: null };
  expect(limits).toMatchObject({
    'stages.assess.within-if.0.within': rule('rule 2'),
    'stages.assess.progress.every': assumed,
    'stages.assess.progress.most': assumed,
    'stages.compensate.remedies': rule('rule 3'),
    'stages.joint.parts.workshop.within': assumed,
    'stages.joint.parts.legal.within': rule('rule 4'),
    'stages.joint.parts.legal.within-if.0.within': rule('rule 4'),
    'clocks.word.within': assumed,
    'clocks.word.within-if.0.within': rule('rule 2'),
    'derived.severity.lines': rule('rule 1'),
    'derived.priority.lines': assumed,
    'discretion.limits': assumed,
    'guarantee.within': rule('rule 5'),
    'objections.most': assumed,
    'accountability.shirking.when': rule('rule 6'),
  });
});

test('the sample has every key of a rule book, but for those of property-developer', () => {
  const { definitions } = ruleBookJsonSchema() as {
    definitions: Readonly<Record<string, { readonly properties?: object }>>;
  };
  const shipped = parse(readFileSync(join(__dirname, '../../procedures/property-developer.yaml'), 'utf8')) as object;
  const used = [...Object.keys(parse(WRITTEN) as object), ...Object.keys(shipped)];
  expect(new Set(used)).toEqual(new Set(Object.keys(definitions['RuleBook']?.properties ?? {})).add('intake'));
});
