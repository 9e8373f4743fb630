import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evolve } from '../../domain/record/evolve';
import { noticesFor, type Notice, type NoticeSubject } from '../../domain/record/notice';
import { NOTICE_TEMPLATES, type NoticeTemplate } from '../../domain/model/notice-template';
import type { ComplaintEvent } from '../../domain/model/event';
import type { ConsentRule } from '../../domain/model/procedure';
import type { ComplaintState } from '../../domain/model/state';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { loadRuleBookFile } from '../../procedures/reading/load';
import { translated } from '../../procedures/reading/translate';
import { LANGUAGES } from '../../procedures/locales/language-list';
import { loadLanguage } from '../../procedures/words/languages';
import { renderMessage, type RenderContext } from '../../procedures/words/render';
import { TEMPLATE_AUDIENCES } from '../../procedures/words/schema-messages';
import { simplifiedIn } from '../support/simplified';
import { acts, local, Story } from '../support/story';

const PROCEDURES = join(__dirname, '../../procedures');
const LOCALES = LANGUAGES;
const LINK = 'https://complaints.example/track#sample';

let context: RenderContext;
beforeAll(async () => {
  const loaded = await loadRuleBookFile(join(PROCEDURES, 'property-developer.yaml'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  context = {
    ruleBook: translated(loaded.ruleBook),
    calendar: compileCalendar('cn'),
    trackingUrl: LINK,
  };
});

const renderNotice = (one: NoticeSubject, by: RenderContext) => renderMessage([one], by);

interface Told {
  readonly notice: Notice;
  readonly event: ComplaintEvent;
  readonly state: ComplaintState;
}

function noticesOf(story: Story): Told[] {
  const told: Told[] = [];
  let state: ComplaintState | null = null;
  for (const event of story.events) {
    const after: ComplaintState = evolve(state, event);
    told.push(...noticesFor(state, event, after).map((notice) => ({ notice, event, state: after })));
    state = after;
  }
  return told;
}

const TEXTS = { answer: '样例答复 {reference}', reason: 'Sample reason' };

function subject(told: Told, locale: string, texts: Readonly<Record<string, string>> = TEXTS): NoticeSubject {
  return { ...told, reference: told.state.reference, locale, recipientName: 'Sample Person', texts };
}

const founded = (): Story => new Story().register().act(acts.founded()).act(acts.take()).act(acts.answer());

/** The stories that bring every template about, as far as one complaint can. */
function stories(): Story[] {
  const idle = new Story().register();
  while (idle.passOne());
  const settled = founded().act(acts.agree()).act(acts.carryOut()).act(acts.visit('satisfied'));
  const again = founded().act(acts.disagree());
  const asked = new Story().register().act({ act: 'pause', by: 'cs-1', reason: 'r' });
  const resumed = asked.act({ act: 'resume', by: 'cs-1' });
  const extended = new Story().register().act({ act: 'extend', by: 'cs-head', span: '2wd', reason: 'r' });
  const unfounded = new Story().register().act(acts.unfounded()).act(acts.reply());
  const reopened = new Story()
    .register()
    .act(acts.unfounded())
    .act(acts.reply())
    .act({ act: 'reopen', by: 'complainant' });
  const silent = founded();
  while (silent.passOne());
  return [idle, settled, again, resumed, extended, unfounded, reopened, silent];
}

function find(story: Story, template: NoticeTemplate, to?: string): Told {
  const found = noticesOf(story).find(({ notice }) => notice.template === template && (to ?? notice.to) === notice.to);
  if (found === undefined) throw new Error(`the story brings no ${template} about`);
  return found;
}

/** What the property developer has no word for. */
const NOT_IN_THIS_RULE_BOOK = ['instructions', 'rescheduled', 'progress-due', 'progress', 'granted', 'accountable'];

test('every notice that stories bring about can be put into words in every language', () => {
  const told = stories().flatMap(noticesOf);
  const never = NOTICE_TEMPLATES.filter((template) => !told.some(({ notice }) => notice.template === template));
  expect([...never].sort()).toEqual(['reply', ...NOT_IN_THIS_RULE_BOOK].sort());
  for (const one of told) {
    for (const locale of LOCALES) {
      const { subject: title, body } = renderNotice(subject(one, locale), context);
      expect(title).toContain(one.state.reference);
      const ours = `${title}\n${body}`.replace(TEXTS.answer, 'x');
      expect(ours).not.toMatch(/[{}]|undefined|null|\n\n\n/);
      if (locale === 'zh-Hant') expect(simplifiedIn(ours)).toEqual([]);
    }
  }
});

test.each(
  NOTICE_TEMPLATES.flatMap((template) => TEMPLATE_AUDIENCES[template].map((audience) => [template, audience] as const)),
)(
  'template %s for %s has words in every language and leaves no placeholder open, whatever is known',
  (template, audience) => {
    const { event, state } = find(founded(), 'proposal');
    const notice = {
      id: 'x',
      template,
      to: audience === 'complainant' ? 'complainant' : 'cs-1',
      event: 1,
      at: event.at,
    };
    for (const texts of [TEXTS, {}]) {
      const [zh, en, traditional] = ['zh-CN', 'en', 'zh-Hant'].map((locale) =>
        renderNotice(subject({ notice, event, state }, locale, texts), context),
      );
      expect(zh?.subject).toMatch(/\p{Script=Han}/u);
      expect(en?.subject).not.toMatch(/\p{Script=Han}/u);
      expect(simplifiedIn(`${traditional?.subject}${traditional?.body.replace(TEXTS.answer, '')}`)).toEqual([]);
      for (const text of [zh, en, traditional]) {
        expect(text?.body).toContain('Sample Person');
        expect(text?.body.replace(TEXTS.answer, 'x')).not.toMatch(/[{}]|undefined|null/);
        expect(text?.subject).not.toContain('\n');
      }
    }
  },
);

test("the acknowledgement names reference, promise and tracking link in the reader's language and the calendar's zone", () => {
  const story = new Story(undefined, local('2026-03-02 10:00')).register({ reference: 'C-7' });
  const told = find(story, 'acknowledgement');
  const zh = renderNotice(subject(told, 'zh-CN'), context);
  expect(zh.subject).toBe('我们已收到您的投诉（C-7）');
  expect(zh.body).toContain('2026年3月2日 10:00');
  expect(zh.body).toContain('我们承诺在2026年3月9日 18:00前答复您。');
  expect(zh.body).toContain(LINK);
  const en = renderNotice(subject(told, 'en'), context);
  expect(en.body).toContain('on 2 March 2026, 10:00.');
  expect(en.body).toContain('We promise you a reply by 9 March 2026, 18:00.');
  expect(en.body).toContain(LINK);
});

test('without a tracking link its line is left out', () => {
  const story = founded();
  const { body } = renderNotice(subject(find(story, 'acknowledgement'), 'en'), { ...context, trackingUrl: null });
  expect(body).not.toMatch(/follow your complaint|track/);
  expect(body.endsWith('.')).toBe(true);
});

test('the proposal says what is offered, by title, and until when', () => {
  const { body } = renderNotice(subject(find(founded(), 'proposal'), 'en'), context);
  expect(body).toContain('We offer you: Repair');
  expect(body).toContain('by 9 March 2026, 10:00');
});

test('what is offered with an amount is shown as money of its currency', () => {
  const told = find(founded(), 'proposal');
  const facts = {
    ...told.state.facts,
    solution: [{ remedy: 'refund', amount: 120_050, currency: 'CNY' }, { remedy: 'apology' }],
  };
  const { body } = renderNotice(subject({ ...told, state: { ...told.state, facts } }, 'zh-CN'), context);
  expect(body).toMatch(/解决方案：退款 [¥¥]1,200\.50、道歉/);
});

describe('what other rule books bring about', () => {
  const made = (body: Record<string, unknown>, template: NoticeTemplate, to: string): Told => {
    const { event, state } = find(founded(), 'proposal');
    const { number, at, stage, round, actor } = event;
    return {
      state,
      event: { number, at, stage, round, actor, ...body } as ComplaintEvent,
      notice: { id: 'x', template, to, event: number, at },
    };
  };

  test('a grant says what is granted, with its amount', () => {
    const remedies = [{ remedy: 'compensation', amount: 2000, currency: 'CNY' }, { remedy: 'apology' }];
    const told = made({ type: 'granted', field: 'solution', remedies }, 'granted', 'complainant');
    expect(renderNotice(subject(told, 'en'), context).body).toMatch(/You receive: Compensation CN¥20\.00, Apology\n/);
    expect(renderNotice(subject(told, 'zh-CN'), context).body).toMatch(/我们直接给予您：赔偿 [¥¥]20\.00、道歉\n/);
  });

  test('a progress report gives the complainant the word itself', () => {
    const told = made({ type: 'progressReported', task: 'T1', reason: 'x' }, 'progress', 'complainant');
    for (const locale of LOCALES) {
      expect(renderNotice(subject(told, locale, { reason: 'The parts are on their way.' }), context).body).toContain(
        '\n\nThe parts are on their way.\n\n',
      );
    }
  });

  test('a reminder to send word names the task and its date', () => {
    const task = find(founded(), 'proposal').state.stage?.tasks[0]?.id ?? '';
    const told = made({ type: 'progressDue', task, beat: 1, to: ['cs-1'] }, 'progress-due', 'cs-1');
    const { body } = renderNotice(subject(told, 'en'), context);
    expect(body).toContain("Task: The customer's opinion");
    expect(body).toContain('Due: 9 March 2026, 10:00');
  });

  test('alternatives are offered as such', () => {
    const told = find(founded(), 'proposal');
    const facts = { ...told.state.facts, solution: [{ remedy: 'refund' }, { remedy: 'replacement' }] };
    const consent = { ...(context.ruleBook.procedure.stages['consent'] as ConsentRule), choose: 'one' as const };
    const procedure = { ...context.ruleBook.procedure, stages: { ...context.ruleBook.procedure.stages, consent } };
    const either = { ...context, ruleBook: { ...context.ruleBook, procedure } };
    const offer = (locale: string): string =>
      renderNotice(subject({ ...told, state: { ...told.state, facts } }, locale), either).body;
    expect(offer('en')).toContain('We offer you: Refund or Replacement');
    expect(offer('zh-CN')).toContain('退款或更换');
  });
});

test('a final reply names every outside route with its contact', () => {
  const story = new Story().register().act(acts.unfounded()).act(acts.reply());
  for (const locale of LOCALES) {
    const { body } = renderNotice(subject(find(story, 'final-reply'), locale), context);
    for (const { title, contact } of Object.values(context.ruleBook.texts.outsideRoutes)) {
      expect(body).toContain(title[locale]);
      expect(body).toContain(contact[locale]);
    }
  }
});

test('a closing names the result and until when the complaint can be opened again', () => {
  const story = new Story().register().act(acts.unfounded()).act(acts.reply());
  expect(renderNotice(subject(find(story, 'closed'), 'en'), context).body).toMatch(
    /is closed: not upheld\.\n.*opened again until 1 April 2026, 10:00\./,
  );
});

test('what a person wrote is never read as a placeholder', () => {
  const story = new Story().register().act(acts.unfounded()).act(acts.reply());
  expect(renderNotice(subject(find(story, 'final-reply'), 'en'), context).body).toContain('样例答复 {reference}');
});

test('a name cannot break a subject into lines', () => {
  const told = find(founded(), 'acknowledgement');
  const { subject: title } = renderNotice({ ...subject(told, 'en'), reference: 'C-7\r\nBcc: x' }, context);
  expect(title).not.toMatch(/[\r\n]/);
});

test('a language that does not ship is refused, for whoever asks has to choose one', () => {
  const told = find(founded(), 'acknowledgement');
  expect(() => renderNotice(subject(told, 'fr'), context)).toThrow('there are no words in language "fr"');
});

describe('the messages of a language are refused with line and column for', () => {
  const english = readFileSync(join(PROCEDURES, 'words/en.yaml'), 'utf8');
  const first = (text: string): unknown => {
    const loaded = loadLanguage(text, 'en.yaml');
    return loaded.ok ? undefined : loaded.errors[0];
  };
  const lineOf = (needle: string): number => english.slice(0, english.indexOf(needle)).split('\n').length;

  test('an unknown placeholder', () => {
    expect(first(english.replace('Severity: {severity}', 'Severity: {severty}'))).toMatchObject({
      line: lineOf('      body: |\n        A task is waiting for you.'),
      column: 13,
      path: 'messages.assignment.staff.body',
      message: 'unknown placeholder "severty": did you mean "severity"?',
    });
  });
  test('a subject that could stay open', () => {
    expect(
      first(english.replace("subject: '{reference}: due soon'", "subject: '{reference}: due {due}'")),
    ).toMatchObject({
      path: 'messages.reminder.staff.subject',
      message: expect.stringContaining('unknown placeholder "due"'),
    });
  });
  test("the complainant's tracking link in a text for staff", () => {
    expect(first(english.replace('Owner: {owner}', 'Owner: {trackingUrl}'))).toMatchObject({
      path: 'messages.escalation.staff.body',
      message: expect.stringContaining('unknown placeholder "trackingUrl"'),
    });
  });
  test('a template that is missing', () => {
    const text = english.replace(/ {2}held:\n[\s\S]*? {2}overdue:/, '  overdue:');
    expect(first(text)).toMatchObject({
      path: 'messages.held',
      message: '"held" is missing: add it',
      line: lineOf('messages:'),
    });
  });
  test('a text for staff that is missing', () => {
    const text = english.replace(
      / {4}staff:\n {6}subject: '\{reference\}: due soon'\n[\s\S]*? {2}escalation:/,
      '  escalation:',
    );
    expect(first(text)).toMatchObject({ path: 'messages.reminder.staff', line: lineOf('  reminder:'), column: 3 });
  });
});
