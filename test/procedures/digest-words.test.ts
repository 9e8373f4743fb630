import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { loadRuleBook } from '../../procedures/reading/load';
import { translated } from '../../procedures/reading/translate';
import { renderDigest, type DigestInput, type DigestLine, type DigestPart } from '../../procedures/words/digest';
import { simplifiedIn } from '../support/simplified';
import { local } from '../support/story';

let line: Omit<DigestLine, 'dueAt' | 'reference'>;

beforeAll(() => {
  const file = join(__dirname, '../../procedures/property-developer.yaml');
  const loaded = loadRuleBook(readFileSync(file, 'utf8'), file);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  line = { stage: 'investigate', ruleBook: translated(loaded.ruleBook), calendar: compileCalendar('cn') };
});

const NOTHING = { lines: [], count: 0, isOpenEnded: false };
const NOW = local('2026-03-02 09:00');

function words(language: string, changes: Partial<DigestPart> = {}, inherited: DigestInput['inherited'] = NOTHING) {
  const lines = [
    { ...line, reference: 'C-1', dueAt: local('2026-02-27 18:00') },
    { ...line, reference: 'C-2', dueAt: local('2026-03-05 18:00') },
    { ...line, reference: 'C-3', dueAt: null },
  ];
  const pooled = { lines, count: 3, isOpenEnded: false, ...changes };
  return renderDigest({ recipientName: 'Li Na', language, pooled, inherited, now: NOW });
}

test('a digest names each task with its limit, what is late as late, and what stands still as that', () => {
  const { subject, body } = words('en');
  expect(subject).toBe('3 tasks are waiting for you or a colleague');
  expect(body.split('\n')).toEqual([
    'Li Na,',
    '',
    'These 3 tasks are open to you and your colleagues until one of you takes them:',
    '',
    "- C-1: Investigation (Property developer's complaint procedure), OVERDUE since 27 February 2026, 18:00",
    "- C-2: Investigation (Property developer's complaint procedure), due 5 March 2026, 18:00",
    "- C-3: Investigation (Property developer's complaint procedure), on hold",
  ]);
  const zh = words('zh-CN');
  expect(zh.subject).toBe('有 3 项任务等待您或同事领取');
  expect(zh.body.split('\n').slice(0, 5)).toEqual([
    'Li Na，您好：',
    '',
    '以下 3 项任务尚无人领取，您或您的同事均可领取：',
    '',
    '- C-1：调查核实（房地产开发企业客户投诉处理程序），已逾期，原定期限 2026年2月27日 18:00',
  ]);
  const traditional = words('zh-Hant');
  expect(simplifiedIn(`${traditional.subject}${traditional.body}`)).toEqual([]);
});

test('one task is one, and what is not named is counted', () => {
  const lines = [{ ...line, reference: 'C-1', dueAt: null }];
  expect(words('en', { lines, count: 1 }).subject).toBe('1 task is waiting for you or a colleague');
  expect(words('en', { lines, count: 1 }).body).not.toMatch(/more/);
  expect(words('en', { lines, count: 2 }).body).toMatch(/\n\nAnd one more\.$/);
  expect(words('zh-CN', { lines, count: 24 }).body).toMatch(/\n\n另有 23 项。$/);
  const many = words('en', { lines, count: 1000, isOpenEnded: true });
  expect(many.subject).toBe('1000+ tasks are waiting for you or a colleague');
  expect(many.body).toMatch(/\n\nAnd 999\+ more\.$/);
});

test('what is inherited comes first, by the name of whoever is away, and nothing is said of pools without any task', () => {
  const of = (person: string, reference: string) => ({ ...line, reference, person, dueAt: local('2026-03-05 18:00') });
  const lines = [of('Zhang', 'C-7'), of('Wu', 'C-8'), of('Zhang', 'C-9')];
  const inherited = { lines, count: 4, isOpenEnded: false };
  const { subject, body } = words('en', { lines: [], count: 0 }, inherited);
  expect(subject).toBe('4 tasks are waiting for you or a colleague');
  expect(body.replaceAll(/: Investigation.*$/gm, '').split('\n\n')).toEqual([
    'Li Na,',
    'While Zhang is away, this is yours to do:',
    '- C-7\n- C-9',
    'While Wu is away, this is yours to do:',
    '- C-8',
    'And one more.',
  ]);
  const zh = words('zh-CN', {}, inherited);
  expect(zh.subject).toBe('有 7 项任务等待您或同事领取');
  expect(zh.body).toMatch(/^Li Na，您好：\n\nZhang 不在岗期间，以下任务由您代为办理：\n\n- C-7：/);
});
