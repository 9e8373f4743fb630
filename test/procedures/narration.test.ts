import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ComplaintEvent, EventBody } from '../../domain/model/event';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { loadRuleBook } from '../../procedures/reading/load';
import { narrate } from '../../procedures/words/narrate';

const loaded = loadRuleBook(readFileSync(join(__dirname, 'every-word.yaml'), 'utf8'), 'every-word.yaml');
if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
const { texts } = loaded.ruleBook;
const calendar = compileCalendar('cn');

const at = '2026-03-02T02:00:00.000Z';
const dueAt = '2026-03-06T10:00:00.000Z';

function tell(body: EventBody, locale: string): string {
  const stage = body.type === 'taskOpened' ? 'joint' : 'assess';
  const event = { number: 1, at, stage, round: 1, actor: 'ann', ...body } as ComplaintEvent;
  return narrate(event, { texts, calendar, locale });
}

const wd = (count: number) => ({ count, unit: 'wd' as const });
const owner = { rule: 'adviser', department: null, people: ['ann'], person: 'ann', pool: null, leftOut: [] };
const part = {
  task: 'T1',
  part: 'legal',
  kind: 'parallel',
  owner,
  limit: wd(2),
  dueAt,
  step: 1,
  pausable: true,
} as const;
const assessed = { type: 'assessed', category: 'goods', severity: 'major', facts: { priority: 'first' } } as const;
const remedies = [{ remedy: 'compensation', amount: 2000, currency: 'CNY' }, { remedy: 'repair' }];
const rescheduled = { type: 'rescheduled', limit: wd(5) } as const;

const SENTENCES: readonly (readonly [EventBody, english: string, chinese: string])[] = [
  [
    assessed,
    'Assessed: category Goods, severity Major, Priority: First.',
    '评估结果：类别商品、严重程度重大、优先级：优先。',
  ],
  [
    { ...rescheduled, of: { task: 'T1' }, dueAt, because: 'assessment' },
    'Assessment: now due 2026-03-06 18:00 (after assessment).',
    '评估：期限调整为2026-03-06 18:00（评估后）。',
  ],
  [
    { ...rescheduled, of: { clock: 'word' }, dueAt: null, because: 'calendar' },
    'A plan: counted anew (the calendar has changed); it stands still.',
    '方案期限：重新计算期限（日历已调整），目前停止计时。',
  ],
  [
    { type: 'clockStarted', clock: 'word', kind: 'promise', startedAt: at, limit: wd(5), dueAt: null },
    'A plan: runs when we go on.',
    '方案期限：恢复计时后起算。',
  ],
  [
    { type: 'calendarChanged', calendar: { id: 'cn', hash: 'x' }, reason: 'typhoon' },
    'The calendar cn has changed.',
    '日历cn已调整。',
  ],
  [
    { type: 'assigned', task: 'T1', owner: { ...owner, chosen: { by: 'in-turn', open: 2 } } },
    'Assigned to ann. Chosen by turn.',
    '指派给ann。 按轮派选定。',
  ],
  [
    { type: 'assigned', task: 'T1', owner: { ...owner, full: true, chosen: { by: 'least-loaded', open: 2, most: 5 } } },
    'Assigned to ann. Those who come first hold as many open tasks as they may. Chosen for holding the fewest open tasks (2 before this one).',
    '指派给ann。 优先承办人的在办任务均已达上限。 因在办任务最少（此前2件）选定。',
  ],
  [
    { type: 'assigned', task: 'T1', owner, left: ['bob', 'cai'] },
    'Passed to ann: bob and cai left the organisation.',
    'bob和cai已离职，改由ann负责。',
  ],
  [
    { type: 'waitStarted' },
    "It is the complainant's move; our promises stand still.",
    '等待投诉人回应；我方承诺的期限停止计时。',
  ],
  [{ type: 'waitEnded', dues: [] }, 'Our promises run again.', '我方承诺的期限恢复计时。'],
  [
    { type: 'granted', field: 'solution', remedies },
    'Granted at once: Compensation CN¥20.00 and Repair.',
    '直接给予：赔偿 ¥20.00和维修。',
  ],
  [
    { type: 'progressDue', task: 'T1', beat: 2, to: ['ann', 'bob'] },
    'Word to the complainant is due from ann and bob (reminder 2).',
    'ann和bob应向投诉人通报进展（第2次提醒）。',
  ],
  [
    { type: 'progressReported', task: 'T1', reason: 'soon' },
    'ann tells the complainant how things stand.',
    'ann向投诉人通报了进展。',
  ],
  [
    { type: 'heldAccountable', rule: 'shirking', people: ['bob'], departments: ['repairs'] },
    'Accountability, Shirking: bob and repairs.',
    '责任记录（推诿）：bob和repairs。',
  ],
  [
    { type: 'recused', person: 'bob', reason: 'x', objection: true },
    'The complainant objects to bob, who stands aside.',
    '投诉人申请bob回避，bob回避。',
  ],
  [
    { type: 'reopened', onBehalf: false, sameFault: true },
    'The same fault again within the guarantee; the complaint is opened again.',
    '保修期内同一问题再次出现，投诉重新受理。',
  ],
  [
    { type: 'taskOpened', ...part },
    'Legal team: for ann, until 2026-03-06 18:00.',
    '法务：由ann办理，期限2026-03-06 18:00。',
  ],
];

test.each(SENTENCES)('%j is told in both languages', (body, english, chinese) => {
  expect(tell(body, 'en')).toBe(english);
  expect(tell(body, 'zh-CN')).toBe(chinese);
});

test('what a table says of one thing only is told alone', () => {
  expect(tell({ type: 'assessed', severity: 'urgent', facts: {} }, 'en')).toBe('Assessed: severity Urgent.');
});

test('what is extended is told in words', () => {
  const extended = { type: 'extended', of: { task: 'T1' }, span: wd(2), dueAt, reason: 'x' } as const;
  expect(tell(extended, 'en')).toBe('ann gives 2 working days more, until 2026-03-06 18:00.');
  expect(tell(extended, 'zh-CN')).toBe('ann批准延长 2 个工作日，至2026-03-06 18:00。');
});

test('a round that an outcome of the rule book begins names it by its title', () => {
  const round = { type: 'roundStarted', newRound: 2 } as const;
  expect(tell({ ...round, because: 'ready' }, 'en')).toBe('Round 2 begins: Ready.');
  expect(tell({ ...round, because: 'dissatisfied' }, 'zh-CN')).toBe('第2轮开始：投诉人不满意。');
});
