import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeadlineRef } from '../../domain/model/event';
import type { KnownRules } from '../../domain/people/pool-members';
import { parseSpan, type Span } from '../../domain/calendar/span';
import { movesOf, whyDue } from '../../domain/time/why';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { loadRuleBook } from '../../procedures/reading/load';
import { renewedReason } from '../../procedures/words/own-reasons';
import { whyInAllLanguages, whySentence } from '../../procedures/words/why';
import { whyLines } from '../../rehearsal/why-lines';
import { elapsedHours } from '../support/core-rules';
import { developer, local, Story, text } from '../support/story';

const reason = text('reason');
const FOLDER = join(__dirname, '../../procedures');
const loaded = loadRuleBook(readFileSync(join(FOLDER, 'property-developer.yaml'), 'utf8'), 'property-developer.yaml');
if (!loaded.ok) throw new Error('the rule book cannot be read');
const { ruleBook } = loaded;
const { texts } = ruleBook;

const taskOf = (story: Story): DeadlineRef => ({ task: story.current.stage?.tasks[0]?.id ?? '' });

function told(story: Story, of: DeadlineRef = taskOf(story), why: string | null = null) {
  const moves = movesOf(story.events, of).map((move) => ({ ...move, reason: why }));
  const input = { why: whyDue(story.rules, story.current, of), calendar: story.rules.calendar, texts, moves };
  return whyInAllLanguages(input);
}

it('names each working day that counts, and which of them is made up', () => {
  expect(told(new Story(developer, local('2026-02-27 10:00')).register())).toMatchObject({
    en: 'Due Tue 3 Mar 2026 18:00. 3 working days from Fri 27 Feb 2026 10:00: Sat 28 Feb (a make-up working day), Mon 2 Mar, Tue 3 Mar until 18:00.',
    'zh-CN':
      '期限：2026年3月3日（周二）18:00。自2026年2月27日（周五）10:00起 3 个工作日：2月28日（周六，调休上班）、3月2日（周一）、3月3日（周二），至 18:00。',
  });
});

it('says what a pause has moved, and which holidays were left out', () => {
  const story = new Story(developer, local('2026-09-24 10:00')).register();
  story.at(local('2026-09-28 20:00')).act({ act: 'pause', by: 'cs-1', reason });
  story.at(local('2026-09-29 20:00')).act({ act: 'resume', by: 'cs-1' });
  expect(told(story)).toMatchObject({
    en: 'Due Thu 8 Oct 2026 18:00. 3 working days from Thu 24 Sep 2026 10:00; counted before the pause: Mon 28 Sep. Closed in between: Fri 25 Sep. It stood still from Mon 28 Sep 2026 20:00 to Tue 29 Sep 2026 20:00, with 2 working days left. Then 2 working days from Tue 29 Sep 2026 20:00: Wed 30 Sep, Thu 8 Oct until 18:00. Closed in between: Thu 1 Oct, Fri 2 Oct, Mon 5 Oct to Wed 7 Oct.',
    'zh-CN':
      '期限：2026年10月8日（周四）18:00。自2026年9月24日（周四）10:00起 3 个工作日；暂停前已计：9月28日（周一）。期间休息：9月25日（周五）。2026年9月28日（周一）20:00至2026年9月29日（周二）20:00暂停计时，剩余 2 个工作日。此后自2026年9月29日（周二）20:00起 2 个工作日：9月30日（周三）、10月8日（周四），至 18:00。期间休息：10月1日（周四）、10月2日（周五）、10月5日（周一）至10月7日（周三）。',
  });
});

it('while it stands still it names no date, and what is left', () => {
  const story = new Story(developer, local('2026-03-02 10:00')).register();
  story.at(local('2026-03-02 11:00')).act({ act: 'pause', by: 'cs-1', reason });
  expect(told(story)).toMatchObject({
    en: '3 working days from Mon 2 Mar 2026 10:00. It stands still since Mon 2 Mar 2026 11:00, with 3 working days left.',
    'zh-CN': '自2026年3月2日（周一）10:00起 3 个工作日。自2026年3月2日（周一）11:00起暂停计时，剩余 3 个工作日。',
    'zh-Hant': '自2026年3月2日（週一）10:00起 3 個工作日。自2026年3月2日（週一）11:00起暫停計時，剩餘 3 個工作日。',
  });
});

it('counts an extension from the due instant, long ones as a run with what is special in it', () => {
  const story = new Story(developer, local('2026-09-28 10:00')).register();
  story.act({ act: 'extend', by: 'cs-lead', span: '10wd', reason });
  expect(told(story).en).toMatch(
    /Extended by 10 working days: Fri 9 Oct to Wed 21 Oct, 10 days, among them Sat 10 Oct \(a make-up working day\) until 18:00\.$/,
  );
  expect(told(story)['zh-CN']).toMatch(
    /延长 10 个工作日：10月9日（周五）至10月21日（周三），共 10 天，其中10月10日（周六，调休上班），至 18:00。$/,
  );
});

it('says that the calendar was changed, by whose reason, and when it had been due', () => {
  const story = new Story(developer, local('2026-03-02 10:00')).register();
  const { calendar } = developer;
  const changed = { ...calendar, hash: 'changed', holidays: { ...calendar.holidays, '2026-03-04': [] } };
  story.input({ type: 'calendarChanged', calendar: changed, reason });
  const after = new Story({ ...developer, calendar: changed }, story.now);
  after.state = story.state;
  after.events.push(...story.events);
  expect(told(after, { clock: 'reply' }, '停电').en).toBe(
    'Due Tue 10 Mar 2026 18:00. 5 working days from Mon 2 Mar 2026 10:00: Tue 3 Mar, Thu 5 Mar, Fri 6 Mar, Mon 9 Mar, Tue 10 Mar until 18:00. Closed in between: Wed 4 Mar. The calendar was changed on Mon 2 Mar 2026 10:00 (停电): until then it was due Mon 9 Mar 2026 18:00.',
  );
  expect(told(after)['zh-CN']).toMatch(
    /期间休息：3月4日（周三）。工作日历于2026年3月2日（周一）10:00调整，此前期限为2026年3月5日（周四）18:00。$/,
  );
  const renewed = told(after, { clock: 'reply' }, renewedReason());
  expect(renewed.en).toContain('10:00 (the public holidays were renewed with the program): until then');
  expect(renewed['zh-CN']).toContain('调整（公共假日已随产品更新），此前');
  expect(renewed['zh-Hant']).toContain('調整（公共假日已隨產品更新），此前');
});

it('elapsed time is no matter of working days', () => {
  expect(told(new Story(elapsedHours, local('2026-02-27 17:30')).register()).en).toBe(
    'Due Sat 28 Feb 2026 17:30. 24 hours from Fri 27 Feb 2026 17:30, days off included: Sat 28 Feb 2026 17:30.',
  );
});

function span(written: string): Span {
  const read = parseSpan(written);
  if (!read) throw new Error(written);
  return read;
}

const dubai = compileCalendar('ae');

/** The first stage of the shipped rule book with another limit, by the Dubai calendar. */
function limited(within: string, withinIf?: { when: Record<string, readonly string[]>; within: string }): KnownRules {
  const { procedure } = developer;
  const first = procedure.stages[procedure.first];
  if (first?.kind !== 'task') throw new Error('the first stage is a task');
  const cases = withinIf ? { withinIf: [{ when: withinIf.when, within: span(withinIf.within) }] } : {};
  const stages = { ...procedure.stages, [procedure.first]: { ...first, within: span(within), ...cases } };
  return { ...developer, calendar: dubai, procedure: { ...procedure, stages } };
}

it('working hours are told by the day, half days too', () => {
  const story = new Story(limited('10wh'), '2026-01-08T09:00:00.000Z').register();
  expect(told(story)).toMatchObject({
    en: 'Due Mon 12 Jan 2026 11:00. 10 working hours from Thu 8 Jan 2026 13:00: 3 working hours on Thu 8 Jan, 4 working hours on Fri 9 Jan, 3 working hours on Mon 12 Jan until 11:00.',
    'zh-CN':
      '期限：2026年1月12日（周一）11:00。自2026年1月8日（周四）13:00起 10 个工作小时：1月8日（周四）3 个工作小时、1月9日（周五）4 个工作小时、1月12日（周一）3 个工作小时，至 11:00。',
  });
});

it('says which case of the rule book gave the limit', () => {
  const rules = limited('3wd', { when: { severity: ['major'] }, within: '1wd' });
  const urgent = new Story(rules, '2026-01-12T05:00:00.000Z').register({ severity: 'major' });
  const why = whyDue(rules, urgent.current, taskOf(urgent));
  expect(why.limitRule).toEqual({ place: 'stages.investigate.within-if.0.within', when: { severity: ['major'] } });
  expect(told(urgent).en).toMatch(/This is the limit where severity is .+\.$/);
  expect(told(urgent)['zh-CN']).toMatch(/此为严重程度为.+时的时限。$/);
  const usual = new Story(rules, '2026-01-12T05:00:00.000Z').register({ severity: 'general' });
  expect(whyDue(rules, usual.current, taskOf(usual)).limitRule).toEqual({
    place: 'stages.investigate.within',
    when: null,
  });
});

it('rungs are told with their instants, and which were reached', () => {
  const story = new Story().register().passTo(local('2026-03-05 18:00'));
  const { rungs } = whyDue(story.rules, story.current, taskOf(story));
  expect(rungs.map(({ reached }) => reached)).toEqual([true, true, false, false]);
  expect(rungs.map(({ at }) => at)).toEqual(['04', '05', '06', '10'].map((day) => local(`2026-03-${day} 18:00`)));
});

it('what has stopped and can no longer be counted out keeps its date and says no more', () => {
  const story = new Story().register();
  const { reply } = story.current.clocks;
  if (!reply) throw new Error('there is no such clock');
  const stopped = {
    ...reply,
    stopped: { at: story.now, met: true },
    budget: { ...reply.budget, dueAt: local('2026-03-06 18:00') },
  };
  const state = { ...story.current, clocks: { reply: stopped } };
  const why = whyDue(story.rules, state, { clock: 'reply' });
  expect(why.counted).toEqual([]);
  expect(whySentence({ why, calendar: story.rules.calendar, texts }, 'en')).toBe('Due Fri 6 Mar 2026 18:00.');
});

it('a rehearsal tells it whenever a limit is set or moved', () => {
  const story = new Story(developer, local('2026-03-02 10:00')).register();
  story.act({ act: 'extend', by: 'cs-lead', span: '1wd', reason });
  const input = { events: story.events, ruleBook, calendar: developer.calendar };
  const [english, chinese] = ['en', 'zh-CN'].map((locale) =>
    whyLines({ ...input, locale })
      .trimEnd()
      .split('\n'),
  );
  expect(english).toHaveLength(3);
  expect(english?.[2]).toMatch(
    /^2026-03-02 10:00 {2}.+: Due Fri 6 Mar 2026 18:00\. 3 working days .+ Extended by 1 working day: Fri 6 Mar until 18:00\.$/,
  );
  expect(chinese?.[2]).toMatch(/延长 1 个工作日：3月6日（周五），至 18:00。$/);
});
