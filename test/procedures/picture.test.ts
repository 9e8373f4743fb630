import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from '../../procedures/reading/catalogue';
import { flowOf } from '../../procedures/picture/flow';
import { drawFlow } from '../../procedures/picture/flow-picture';
import { placed } from '../../procedures/picture/layout';
import { element, escaped, stacked, widthOf, wrap } from '../../procedures/picture/svg';
import { drawTimeline } from '../../procedures/picture/timeline-picture';
import type { RuleBook } from '../../procedures/language/rule-book';
import { developer, Story } from '../support/story';

let ruleBooks: readonly RuleBook[];
beforeAll(async () => {
  ruleBooks = [...(await loadCatalogue()).ruleBooks.values()];
});

const LOCALES = ['zh-CN', 'en'] as const;

/** Every tag is closed in its order: enough to know that a browser can read it. */
function isWellFormed(svg: string): boolean {
  const open: string[] = [];
  for (const [tag, closing, name = '', alone] of svg.matchAll(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (tag.includes('undefined') || tag.includes('NaN')) return false;
    if (alone === '/') continue;
    if (closing === '') open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}

const flowPicture = (ruleBook: RuleBook, locale: string) =>
  stacked([drawFlow(ruleBook, locale)], flowOf(ruleBook, locale).title);

test.each(LOCALES)('every procedure is drawn whole in %s: each stage once, each outcome on an arrow', (locale) => {
  for (const ruleBook of ruleBooks) {
    const { procedure } = ruleBook;
    const { boxes, arrows } = flowOf(ruleBook, locale);
    expect(boxes.map(({ key }) => key)).toEqual(Object.keys(procedure.stages));
    for (const [key, rule] of Object.entries(procedure.stages)) {
      const from = arrows.filter((arrow) => arrow.from === key);
      if (rule.kind === 'close') expect(from).toEqual([]);
      else {
        const targets = Object.values(rule.outcomes).flatMap(({ then, cases, after }) => [
          then,
          ...cases.map((one) => one.then),
          ...(after === undefined ? [] : [after]),
        ]);
        expect(new Set(from.map(({ to }) => to))).toEqual(new Set(targets));
      }
    }
    const svg = flowPicture(ruleBook, locale);
    for (const key of Object.keys(procedure.stages)) expect(svg.split(`id="stage-${key}"`)).toHaveLength(2);
    expect(isWellFormed(svg)).toBe(true);
  }
});

test('boxes never lie over one another', () => {
  for (const ruleBook of ruleBooks) {
    const { boxes, width, height } = placed(flowOf(ruleBook, 'en'));
    boxes.forEach((one, index) => {
      expect(one.center.x - one.width / 2).toBeGreaterThanOrEqual(0);
      expect(one.center.x + one.width / 2).toBeLessThanOrEqual(width);
      expect(one.center.y + one.height / 2).toBeLessThanOrEqual(height);
      for (const other of boxes.slice(index + 1)) {
        const apart =
          Math.abs(one.center.x - other.center.x) >= (one.width + other.width) / 2 ||
          Math.abs(one.center.y - other.center.y) >= (one.height + other.height) / 2;
        expect([one.box.key, other.box.key, apart]).toEqual([one.box.key, other.box.key, true]);
      }
    });
  }
});

test('no picture shows a key where the rule book has a title', () => {
  for (const ruleBook of ruleBooks) {
    const { arrows, boxes } = flowOf(ruleBook, 'zh-CN');
    for (const { title, lines } of boxes) expect([title, ...lines].join('')).toMatch(/[\u4e00-\u9fff]/);
    for (const { label } of arrows) expect(label).toMatch(/[\u4e00-\u9fff]/);
  }
});

test('what happened is drawn line by line, the stages as bands, in the time of the calendar', () => {
  const ruleBook = ruleBooks.find(({ procedure }) => procedure.key === developer.procedure.key);
  if (!ruleBook) throw new Error('it ships');
  const story = new Story().register();
  while (story.passOne());
  const input = {
    texts: ruleBook.texts,
    owners: ruleBook.procedure.owners,
    calendar: developer.calendar,
    locale: 'en',
    nameOf: (id: string) => `<${id}>`,
  };
  const svg = stacked([drawTimeline(story.events, input, 'Nobody acts')], 'Nobody acts');
  expect(isWellFormed(svg)).toBe(true);
  expect(svg).toContain('>2026-03-05<');
  expect(svg.match(/>Investigation</g)).toHaveLength(1);
  expect(svg).toContain('&#60;cs-lead&#62;');
  expect(svg).toContain('Reminder to Customer service.');
  expect(svg.match(/<circle/g)?.length).toBe(story.events.length - story.of('stageOpened').length);
});

test('words are broken at spaces, Chinese anywhere, and nothing is lost', () => {
  expect(wrap('a solution within three days', 10, 80)).toEqual(['a solution', 'within three', 'days']);
  expect(wrap('客户服务部负责人', 10, 40)).toEqual(['客户服务', '部负责人']);
  expect(widthOf('客a', 10)).toBeCloseTo(15.6);
  expect(element('text', { x: 1.25 }, escaped('<&>'))).toBe('<text x="1.3">&#60;&#38;&#62;</text>');
});

test('the picture in the documentation is the procedure as it is', () => {
  const ruleBook = ruleBooks.find(({ procedure }) => procedure.key === developer.procedure.key);
  if (!ruleBook) throw new Error('it ships');
  const shown = readFileSync(join(__dirname, '../../docs/property-developer.svg'), 'utf8');
  expect(shown).toBe(flowPicture(ruleBook, 'en'));
});

test('the list of rule books in the documentation is those that ship', () => {
  const listed = readFileSync(join(__dirname, '../../docs/rule-books.md'), 'utf8').match(
    /\.\.\/procedures\/[a-z-]+\.yaml/g,
  );
  expect(listed).toEqual(ruleBooks.map(({ procedure }) => `../procedures/${procedure.key}.yaml`));
});
