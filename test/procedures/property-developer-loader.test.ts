import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConsentRule, HandOverRule, RevisitRule } from '../../domain/model/procedure';
import { loadCatalogue, chooseRuleBook, CatalogueError } from '../../procedures/reading/catalogue';
import { contentHash } from '../../procedures/language/content-hash';
import { loadRuleBook, loadRuleBookFile } from '../../procedures/reading/load';
import type { MatchRule, RuleBook } from '../../procedures/language/rule-book';

const FILE = join(__dirname, '../../procedures/property-developer.yaml');

async function shipped(): Promise<RuleBook> {
  const loaded = await loadRuleBookFile(FILE);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 2));
  return loaded.ruleBook;
}

const wd = (count: number) => ({ count, unit: 'wd' as const });

describe("the property developer's rule book", () => {
  test('promises a reply in five working days from receipt', async () => {
    const { procedure } = await shipped();
    expect(procedure.clocks['reply']).toEqual({
      kind: 'promise',
      from: 'received',
      until: 'replied',
      within: wd(5),
      ladder: [
        { at: { offset: wd(-1) }, action: 'remind', to: 'owner' },
        { at: { offset: { count: 0, unit: 'h' } }, action: 'tell', to: 'customer-service-head' },
      ],
    });
  });

  test('has the stages of its steps and leads each outcome where the rule book says', async () => {
    const { procedure } = await shipped();
    const ways = Object.entries(procedure.stages).map(([key, stage]) => [
      key,
      stage.kind === 'close'
        ? stage.result
        : Object.fromEntries(
            Object.entries(stage.outcomes).map(([outcome, { cases, then, newRound, most, after }]) => [
              outcome,
              [
                ...cases.map((one) => `${one.then} when ${JSON.stringify(one.when)}`),
                then,
                ...(newRound ? [`new round, most ${most}, after ${after}`] : []),
              ].join(' | '),
            ]),
          ),
    ]);
    expect(procedure.first).toBe('investigate');
    expect(Object.fromEntries(ways)).toEqual({
      investigate: { founded: 'hand-over', unfounded: 'reply-unfounded' },
      'hand-over': { answered: 'consent when {"speaks-for-company":[true]} | management' },
      management: { approved: 'consent', returned: 'hand-over' },
      consent: {
        agreed: 'execute',
        disagreed: 'hand-over | new round, most 3, after mediation',
        silent: 'closed-no-answer',
      },
      mediation: { agreed: 'execute', 'not-agreed': 'final-reply' },
      execute: { done: 'revisit' },
      revisit: {
        satisfied: 'closed-resolved',
        dissatisfied: 'investigate | new round, most 3, after final-reply',
        unreachable: 'closed-resolved',
      },
      'reply-unfounded': { sent: 'closed-unfounded' },
      'final-reply': { sent: 'closed-unresolved' },
      'closed-resolved': 'resolved',
      'closed-unfounded': 'unfounded',
      'closed-no-answer': 'no-answer',
      'closed-unresolved': 'unresolved',
    });
  });

  test('gives the department three working days and the customer the last word on the solution', async () => {
    const { procedure } = await shipped();
    const handOver = procedure.stages['hand-over'] as HandOverRule;
    expect(handOver).toMatchObject({
      owner: 'department',
      within: wd(3),
      takeWithin: wd(1),
      notTaken: ['supervisor', 'department-head'],
    });
    expect(procedure.owners['department']).toEqual({ role: 'handler', in: 'responsible' });
    expect(procedure.owners['management']).toEqual({ role: 'manager', above: 'responsible' });
    expect(handOver.form).toEqual({
      answer: { kind: 'text', required: true },
      solution: { kind: 'remedies', required: true },
      'speaks-for-company': { kind: 'yes-no', required: true },
    });
    expect(handOver.ladder.map(({ action, to }) => `${action} ${to}`)).toEqual([
      'remind owner',
      'tell supervisor',
      'tell department-head',
      'tell customer-service-head',
      'give general-manager',
    ]);
    expect(procedure.stages['consent'] as ConsentRule).toMatchObject({
      offer: 'solution',
      within: { count: 7, unit: 'd' },
    });
  });

  test('visits construction quality twice and service quality once or twice', async () => {
    const { procedure } = await shipped();
    expect(procedure.categories).toEqual({
      'construction-quality': { visits: { least: 2, most: 2 } },
      'service-quality': { visits: { least: 1, most: 2 } },
    });
    expect(procedure.stages['revisit'] as RevisitRule).toMatchObject({
      within: wd(5),
      againWithin: wd(10),
      visits: { least: 1, most: 2 },
      satisfied: ['very-satisfied', 'satisfied'],
      doubtful: ['neutral'],
      attempts: 3,
      form: {
        satisfaction: {
          options: ['very-satisfied', 'satisfied', 'neutral', 'dissatisfied', 'very-dissatisfied'],
          required: true,
        },
      },
    });
  });

  test("says of each limit whether it is the rule book's or assumed", async () => {
    const { limits } = await shipped();
    const stated = Object.keys(limits).filter((limit) => limits[limit]?.assumed === false);
    expect(stated.sort()).toEqual([
      'categories.construction-quality.visits',
      'categories.service-quality.visits',
      'clocks.reply.within',
      'stages.hand-over.within',
      'stages.revisit.within',
    ]);
    expect(Object.values(limits).every(({ assumed, source }) => assumed === (source === null))).toBe(true);
  });

  test('has a title in both languages for every name in its rules', async () => {
    const { procedure, texts } = await shipped();
    const both = (text: unknown): void => {
      expect(text).toEqual({
        'zh-CN': expect.stringMatching(/\p{Script=Han}/u),
        en: expect.stringMatching(/[A-Za-z]/),
      });
    };
    both(texts.title);
    for (const list of ['channels', 'severities', 'remedies'] as const) {
      expect(Object.keys(texts[list])).toEqual(procedure[list]);
      Object.values(texts[list]).forEach(both);
    }
    for (const map of ['categories', 'owners', 'clocks'] as const) {
      expect(Object.keys(texts[map])).toEqual(Object.keys(procedure[map]));
      Object.values(texts[map]).forEach(both);
    }
    expect(Object.keys(texts.outsideRoutes)).toEqual(procedure.outsideRoutes);
    for (const route of Object.values(texts.outsideRoutes)) [route.title, route.contact].forEach(both);
    for (const [key, stage] of Object.entries(procedure.stages)) {
      both(texts.stages[key]?.title);
      if (!('form' in stage)) continue;
      expect(texts.stages[key]?.form.order).toEqual(Object.keys(stage.form));
      for (const [field, { options = [] }] of Object.entries(stage.form)) {
        both(texts.stages[key]?.form.fields[field]?.title);
        for (const option of options) both(texts.stages[key]?.form.fields[field]?.options?.[option]);
      }
      for (const outcome of Object.keys(stage.outcomes)) both(texts.stages[key]?.outcomes[outcome]);
    }
  });
});

test('the hash is of the rules alone: another wording keeps it, another limit does not', async () => {
  const { procedure, source } = await shipped();
  const { hash, ...rules } = procedure;
  expect(hash).toBe(contentHash(rules));
  expect(JSON.stringify(procedure)).not.toMatch(/\p{Script=Han}/u);
  const hashOf = (text: string): string => {
    const loaded = loadRuleBook(text, 'property-developer.yaml');
    return loaded.ok ? loaded.ruleBook.procedure.hash : JSON.stringify(loaded.errors);
  };
  expect(hashOf(source.replace('客户回访', '回访'))).toBe(hash);
  expect(hashOf(source.replace('    within: 7d', '    within: 8d'))).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOf(source.replace('    within: 7d', '    within: 8d'))).not.toBe(hash);
});

test('cases are tried in order, a value may be a list, and one case is the same as when', async () => {
  const { procedure, source } = await shipped();
  const written = 'answered: { when: { speaks-for-company: true }, then: consent, otherwise: management }';
  const answered = (way: string): { hash: string; route: unknown } => {
    const loaded = loadRuleBook(source.replace(written, `answered: ${way}`), 'property-developer.yaml');
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
    const stage = loaded.ruleBook.procedure.stages['hand-over'] as HandOverRule;
    return { hash: loaded.ruleBook.procedure.hash, route: stage.outcomes['answered'] };
  };
  const one = '{ when: { speaks-for-company: true }, then: consent }';
  expect(answered(`{ cases: [${one}], otherwise: management }`).hash).toBe(procedure.hash);
  const two = '{ when: { severity: [urgent, major], round: 1 }, then: mediation }';
  expect(answered(`{ cases: [${two}, ${one}], otherwise: management }`).route).toEqual({
    cases: [
      { when: { severity: ['urgent', 'major'], round: [1] }, then: 'mediation' },
      { when: { 'speaks-for-company': [true] }, then: 'consent' },
    ],
    then: 'management',
    newRound: false,
  });
});

describe('the catalogue', () => {
  test('holds every shipped rule book and the calendars they name', async () => {
    const { ruleBooks, calendars } = await loadCatalogue();
    expect([...ruleBooks.keys()]).toContain('property-developer');
    for (const { procedure } of ruleBooks.values())
      expect(calendars.get(procedure.calendar)?.id).toBe(procedure.calendar);
  });

  test('fails with the errors of all its files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rule-books-'));
    try {
      await writeFile(join(folder, 'one.yaml'), 'key: one\nkey: two\n');
      await writeFile(join(folder, 'two.yaml'), 'key: [');
      const error: unknown = await loadCatalogue(folder).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(CatalogueError);
      expect(new Set((error as CatalogueError).errors.map(({ file }) => file))).toEqual(
        new Set(['one.yaml', 'two.yaml']),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('chooses the narrowest rule book that fits, else the default, else none', async () => {
    const book = await shipped();
    const as = (key: string, match: MatchRule): RuleBook => ({ ...book, procedure: { ...book.procedure, key }, match });
    const general = as('general', { default: true });
    const goods = as('goods', { default: false, subjectKinds: ['goods'] });
    const goodsByPhone = as('goods-by-phone', { default: false, subjectKinds: ['goods'], channels: ['telephone'] });
    const all = [general, goods, goodsByPhone];
    const chosen = (books: RuleBook[], channel: string, subjectKind?: string): unknown => {
      const choice = chooseRuleBook(books, { channel, subjectKind });
      return choice.ok ? choice.ruleBook.procedure.key : choice.fitting;
    };
    expect(chosen(all, 'telephone', 'goods')).toBe('goods-by-phone');
    expect(chosen(all, 'letter', 'goods')).toBe('goods');
    expect(chosen(all, 'telephone', 'service')).toBe('general');
    expect(chosen([goods, as('wares', goods.match)], 'letter', 'goods')).toEqual(['goods', 'wares']);
    expect(chosen([as('alone', { default: false })], 'letter')).toBe('alone');
  });
});
