import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evolve } from '../../domain/record/evolve';
import { noticesFor, type NoticeSubject } from '../../domain/record/notice';
import type { EventBody } from '../../domain/model/event';
import type { ComplaintState } from '../../domain/model/state';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { loadRuleBook } from '../../procedures/reading/load';
import { translated } from '../../procedures/reading/translate';
import { renderMessage, type RenderContext } from '../../procedures/words/render';
import { acts, Story } from '../support/story';

const LINK = 'https://complaints.example/track#sample';
let context: RenderContext;

beforeAll(() => {
  const file = join(__dirname, '../../procedures/property-developer.yaml');
  const loaded = loadRuleBook(readFileSync(file, 'utf8'), file);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  context = { ruleBook: translated(loaded.ruleBook), calendar: compileCalendar('cn'), trackingUrl: LINK };
});

type Some = readonly [NoticeSubject, ...NoticeSubject[]];

/** What somebody is told by the events of a story and those that follow them, without what they were told before. */
function told(story: Story, to: string, bodies: readonly EventBody[]): Some {
  const before = story.events;
  const first = before.length + 1;
  const at = before.at(-1)?.at ?? '';
  const stage = before.at(-1)?.stage ?? null;
  const events = bodies.map((body, index) => {
    return { number: first + index, at, stage, round: 1, actor: 'time', via: 'time' as const, ...body };
  });
  let state = story.state as ComplaintState;
  const [one, ...more] = events.flatMap((event): NoticeSubject[] => {
    const after = evolve(state, event);
    const notices = noticesFor(state, event, after).filter((notice) => notice.to === to);
    state = after;
    const about = { event, state: after, reference: after.reference, recipientName: 'Li Na', texts: {} };
    return notices.map((notice) => ({ ...about, notice, locale: 'en' }));
  });
  if (one === undefined) throw new Error(`${to} is told nothing`);
  return [one, ...more];
}

const inLocale = (some: Some, locale: string): Some => some.map((one) => ({ ...one, locale })) as unknown as Some;

/** Held by cs-1. */
const open = (): Story => new Story().register().act({ act: 'assign', by: 'cs-lead', to: 'cs-1' });
const task = (story: Story): string => story.state?.stage?.tasks[0]?.id ?? '';
const rung = (
  of: { task: string } | { clock: string },
  action: 'remind' | 'tell',
  to: string,
  explain = '',
): EventBody => {
  return { type: 'rungReached', of, rung: 0, level: 1, action, to: [to], explain: explain ? [explain] : [] };
};
const count = (text: string, part: string): number => text.split(part).length - 1;

test('a mail that says several greets once, has the weightiest subject, and names what is most pressing first', () => {
  const story = open();
  const of = { task: task(story) };
  const dueAt = '2026-03-05T10:00:00.000Z';
  const some = told(story, 'cs-1', [
    { type: 'extended', of: { clock: 'reply' }, span: { count: 1, unit: 'wd' }, dueAt, reason: 'r' },
    { type: 'deadlineMissed', of, dueAt },
    rung(of, 'tell', 'cs-head', 'cs-1'),
  ]);
  const { subject, body } = renderMessage(some, context);
  expect(some.map(({ notice }) => notice.template)).toEqual(['extended', 'overdue', 'explanation-owed']);
  expect(subject).toBe('C-SAMPLE: overdue');
  expect(count(body, 'Li Na')).toBe(1);
  expect(body).toMatch(/^Li Na, this is about complaint C-SAMPLE \(.*\)\.\n\nYour task is overdue\.\n\n/);
  expect(body.indexOf('Please explain in writing')).toBeLessThan(body.indexOf('A limit was extended.'));
  // What is to be explained is what was just named.
  expect(body).toContain('It was due: 5 March 2026, 18:00\n\nPlease explain in writing');
  expect(count(body, 'It was due')).toBe(1);
});

test('two ladders that meet are said under one sentence, each with its own details', () => {
  const story = open();
  const some = told(story, 'cs-head', [
    rung({ task: task(story) }, 'tell', 'cs-head'),
    rung({ clock: 'reply' }, 'tell', 'cs-head'),
  ]);
  const en = renderMessage(some, context).body;
  expect(count(en, 'The complaint has been escalated to you.')).toBe(1);
  expect(en).toMatch(/Matter: Investigation\nDue: .*\nOwner: .*\n\nMatter: Promised reply\nDue: /);
  const zh = renderMessage(inLocale(some, 'zh-CN'), context);
  expect(zh.body).toMatch(
    /^Li Na，您好：以下是关于投诉 C-SAMPLE（.*）的通知。\n\n该投诉已上报至您，请督促处理。\n\n事项：/,
  );
  expect(count(zh.body, '事项：')).toBe(2);
});

test('two rungs that say the same are said once', () => {
  const story = open();
  const twice = rung({ task: task(story) }, 'tell', 'cs-head');
  const other = rung({ clock: 'reply' }, 'tell', 'cs-head');
  const [first, second, third] = told(story, 'cs-head', [twice, other, { ...twice, rung: 1 } as EventBody]);
  if (!second || !third) throw new Error('the head is told three times');
  expect(renderMessage([first, second, third], context)).toEqual(renderMessage([first, second], context));
});

test('nobody is reminded of a limit by the mail that says it is over; of another limit they are', () => {
  const story = open();
  const of = { task: task(story) };
  const over: EventBody = { type: 'deadlineMissed', of, dueAt: '2026-03-05T10:00:00.000Z' };
  const words = (reminder: EventBody) => renderMessage(told(story, 'cs-1', [reminder, over]), context).body;
  expect(words(rung(of, 'remind', 'cs-1'))).not.toContain('This is a reminder');
  expect(words(rung({ clock: 'reply' }, 'remind', 'cs-1'))).toContain('This is a reminder');
});

test('the complainant reads what happened in its order, under the weightiest subject, with one link at the end', () => {
  const story = open();
  const answered = new Story().register().act(acts.unfounded()).act(acts.reply());
  const [acknowledgement] = told(story, 'complainant', [{ type: 'acknowledged' }]);
  const [closed] = told(answered, 'complainant', [
    { type: 'closed', result: 'unfounded', reopenUntil: '2026-04-01T02:00:00.000Z' },
  ]);
  for (const [locale, subject] of [
    ['en', 'Complaint C-SAMPLE: closed'],
    ['zh-CN', '投诉 C-SAMPLE：已结案'],
  ] as const) {
    const text = renderMessage(inLocale([acknowledgement, closed], locale), context);
    expect(text.subject).toBe(subject);
    expect(count(text.body, LINK)).toBe(1);
    expect(text.body.endsWith(LINK)).toBe(true);
    expect(text.body.indexOf(locale === 'en' ? 'We received' : '收到')).toBeLessThan(
      text.body.indexOf(locale === 'en' ? 'is closed' : '已结案：'),
    );
  }
});
