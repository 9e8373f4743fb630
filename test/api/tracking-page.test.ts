import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { PROJECT_ROOT } from '../../tools/project-root';
import { describeInBrowser, openPage } from '../support/browser';
import { handled, received, seen } from '../support/customer-choices';
import { simplifiedIn } from '../support/simplified';
import { acts, local, type Story } from '../support/story';
import { call, startStack, type Stack } from './stack';
import { TrackedStory } from './tracked-story';

jest.setTimeout(60_000);

const FOLDER = join(PROJECT_ROOT, 'web', 'track');
const PARTS = readdirSync(FOLDER).filter((name) => /\.(js|css)$/.test(name));

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ temporal: false });
});
afterAll(() => stack.close());

const page = () => call(stack, { path: '/track' });
const part = (name: string) => call(stack, { path: `/track/${name}` });
const sources = async () => Promise.all(PARTS.map(async (name) => (await part(name)).body as string));

it('the tracking link leads to a page that nobody keeps, frames or sees as a referrer', async () => {
  const { status, headers } = await page();
  expect(status).toBe(200);
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  expect(headers.get('content-security-policy')?.split('; ').sort()).toEqual([
    "base-uri 'none'",
    "connect-src 'self'",
    "default-src 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "script-src 'self'",
    "style-src 'self'",
  ]);
});

it('every file of the page is served by its type, and what a module imports is one of them', async () => {
  expect(PARTS.length).toBeGreaterThan(1);
  for (const name of PARTS) {
    const { status, headers, body } = await part(name);
    expect([name, status, headers.get('content-type')]).toEqual([
      name,
      200,
      `text/${name.endsWith('.css') ? 'css' : 'javascript'}; charset=utf-8`,
    ]);
    const imported = [...(body as string).matchAll(/from '\.\/([^']+)'/g)].map(([, file]) => file);
    expect(PARTS).toEqual(expect.arrayContaining(imported));
  }
});

it('the page asks for its own files alone, by fixed addresses that hold no token', async () => {
  const { body } = await page();
  const asked = [...(body as string).matchAll(/\s(?:src|href|action)="([^"]*)"/g)].map(([, address]) => address);
  expect(asked.sort()).toEqual(['track/track.css', 'track/track.js']);
  expect(body).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)|http-equiv/);
});

it('an address with the token in its path or query gives nothing away and is no page', async () => {
  const token = 'A'.repeat(43);
  expect((await call(stack, { path: `/track/${token}` })).status).toBe(404);
  const answers = [await page(), await call(stack, { path: `/track?token=${token}` })];
  expect(answers[1]?.body).toBe(answers[0]?.body);
});

it('nothing can be sent to the page itself', async () => {
  expect((await call(stack, { method: 'POST', path: '/track', body: {} })).status).toBe(405);
});

it('the token is taken from the fragment and from nowhere else', async () => {
  const script = (await sources()).join('\n');
  expect(script).toMatch(/location\.hash/);
  expect(script).not.toMatch(/location\.(search|href|pathname)|URLSearchParams|localStorage|sessionStorage|cookie/);
});

it('what the API says is shown as text, never read as markup', async () => {
  expect((await sources()).join('\n')).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|eval\(|new Function/,
  );
});

const READERS = { 'zh-TW': 'zh-Hant', 'zh-HK': 'zh-Hant', 'zh-SG': 'zh-CN', 'de-AT': 'en', en: 'en' };

it.each(Object.entries(READERS))('readers of %s get the words of the page in %s', async (locale, language) => {
  const { status, body, headers } = await call(stack, { path: `/track/words/${locale}` });
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toContain('max-age');
  expect(body).toMatchObject({ language, words: { acts: { withdraw: { send: expect.any(String) as string } } } });
  expect(body.languages.map((one: { language: string }) => one.language)).toEqual(['en', 'zh-CN', 'zh-Hant']);
});

it('what is no locale has no words', async () => {
  expect((await call(stack, { path: '/track/words/..%2Fen' })).status).toBe(404);
});

it('before any language is known, and without scripts, the page says so in each', async () => {
  const { body } = await page();
  for (const language of ['en', 'zh-CN', 'zh-Hant']) expect(body.split(`<p lang="${language}">`)).toHaveLength(3);
  expect(body).not.toContain('{{');
});

describeInBrowser('in a browser', () => {
  let browsed: Page;
  let tracked: TrackedStory;
  beforeAll(async () => {
    [browsed, tracked] = await Promise.all([openPage(), TrackedStory.serve(stack.url)]);
  });
  afterAll(async () => {
    await browsed?.context().browser()?.close();
    await tracked?.close();
  });

  /** What is shown, hidden parts left out; of folded parts the titles. */
  const shown = () => browsed.locator('#page').innerText();
  const result = (mood: string) => browsed.locator(`#result.${mood}`);
  const ready = (language = '') =>
    browsed.locator(`html${language && `[lang=${language}]`}:not(:has([aria-busy])) #complaint > section`).first();

  async function open(story: Story, language: 'en' | 'zh-CN' = 'en'): Promise<void> {
    await browsed.goto('about:blank');
    await browsed.goto(tracked.tell(story));
    await ready().waitFor();
    if (language === 'zh-CN') await readInChinese();
  }

  async function readInChinese(): Promise<void> {
    await browsed.locator('#language').selectOption('zh-CN');
    await ready('zh-CN').waitFor();
  }

  it('a reader of Traditional Chinese can choose it, and nothing of the page is then left in Simplified', async () => {
    await open(received());
    await browsed.locator('#language').selectOption('zh-Hant');
    await ready('zh-Hant').waitFor();
    const words = await shown();
    expect(words).toContain('您的投訴');
    expect(simplifiedIn(words.replace(/简体中文/g, ''))).toEqual([]);
  });

  it('when the words cannot be had it says so in every language, and goes on once they can', async () => {
    await browsed.goto('about:blank');
    await browsed.route('**/track/words/**', (asked) => asked.abort());
    await browsed.goto(tracked.tell(received()));
    await browsed.locator('#lost').waitFor();
    expect(await browsed.locator('#lost').innerText()).toMatch(/check your connection[\s\S]*请检查[\s\S]*請檢查/);
    await browsed.unroute('**/track/words/**');
    await browsed.locator('#refresh').click();
    await ready().waitFor();
    expect(await browsed.locator('#lost').isVisible()).toBe(false);
  });

  /** Clicks what a reader sees under these words: a button, a box with its label, or the title of a folded part. */
  async function press(words: string): Promise<void> {
    const candidates = browsed.locator('button:visible, label.option:visible, summary:visible');
    const literally = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    await candidates.filter({ hasText: literally }).first().click();
  }

  const write = (label: string, words: string) =>
    browsed
      .getByLabel(new RegExp(`^${label}`))
      .filter({ visible: true })
      .fill(words);

  /** The errors that groups of fields tell of. */
  const errors = async () => (await browsed.locator('.error:visible').allInnerTexts()).filter(Boolean);

  async function sends(button: string, done: string): Promise<unknown> {
    await press(button);
    await result('good').waitFor();
    expect(await result('good').innerText()).toBe(done);
    expect(tracked.sent).toHaveLength(1);
    return tracked.sent[0];
  }

  const taskOf = ({ current }: Story) => current.stage?.tasks[0]?.id;

  it.each([
    {
      language: 'en' as const,
      heading: 'What we offer: choose one of these',
      agree: 'Agreed',
      which: 'Which of these do you choose?',
      refund: 'Refund CN¥120.00',
      send: 'Send decision',
      missing: 'Choose one of these.',
      done: 'Thank you. Your decision is recorded.',
    },
    {
      language: 'zh-CN' as const,
      heading: '我们提出的解决方案（任选其一）',
      agree: '接受',
      which: '您选择哪一项？',
      refund: '退款 ¥120.00',
      send: '提交决定',
      missing: '请选择一项。',
      done: '谢谢，您的决定已记录。',
    },
  ])('of alternatives one is chosen to agree, in $language', async (words) => {
    const story = handled('one-of-these');
    const task = taskOf(story);
    await open(story, words.language);
    expect(await shown()).toContain(words.heading);
    expect(await shown()).not.toContain(words.which);
    await press(words.agree);
    expect(await shown()).toContain(words.which);
    await press(words.send);
    expect([await errors(), tracked.sent]).toEqual([[words.missing], []]);
    await press(words.refund);
    expect(await errors()).toEqual([]);
    expect(await sends(words.send, words.done)).toEqual({ act: 'choose', task, outcome: 'agreed', option: 1 });
    expect(await shown()).toContain(words.refund);
  });

  it('who does not agree is not asked for an alternative, and one picked before is not sent', async () => {
    const story = handled('one-of-these');
    const task = taskOf(story);
    await open(story);
    for (const words of ['Agreed', 'Replacement', 'Disagreed']) await press(words);
    const sent = await sends('Send decision', 'Thank you. Your decision is recorded.');
    expect(sent).toEqual({ act: 'choose', task, outcome: 'disagreed' });
  });

  it('what was picked for one proposal is not carried over to the next', async () => {
    const story = handled('one-of-these');
    await open(story);
    for (const words of ['Agreed', 'Replacement']) await press(words);
    const picked = () => browsed.locator('input:checked').count();
    await readInChinese();
    expect(await picked()).toBe(2);
    story.act(acts.disagree()).act({
      act: 'complete',
      by: 'cs-1',
      outcome: 'one-of-these',
      form: { solution: [{ remedy: 'apology' }, { remedy: 'refund', amount: 100, currency: 'CNY' }] },
    });
    await press('刷新');
    await browsed.getByText('¥1.00').first().waitFor();
    expect(await picked()).toBe(0);
  });

  it.each([
    {
      language: 'en' as const,
      part: 'Partly agreed',
      which: 'Which of these do you accept?',
      all: ['Replacement', 'Refund CN¥120.00', 'Apology'],
      send: 'Send decision',
      none: 'Tick what you accept.',
      tooMany: 'This is all of it. To accept it all, choose that above; otherwise untick what you do not accept.',
      done: 'Thank you. Your decision is recorded.',
      told: 'You accepted a part of the proposal.',
    },
    {
      language: 'zh-CN' as const,
      part: '部分接受',
      which: '您接受其中哪些？',
      all: ['更换', '退款 ¥120.00', '道歉'],
      send: '提交决定',
      none: '请勾选您接受的内容。',
      tooMany: '您已勾选全部内容。如全部接受，请在上面改选；否则请取消您不接受的。',
      done: '谢谢，您的决定已记录。',
      told: '您接受了部分解决方案。',
    },
  ])('a part of what is offered is accepted, neither none nor all, in $language', async (words) => {
    const story = handled('all-of-these');
    const task = taskOf(story);
    await open(story, words.language);
    await press(words.part);
    expect(await shown()).toContain(words.which);
    await press(words.send);
    expect(await errors()).toEqual([words.none]);
    for (const one of words.all) await press(one);
    await press(words.send);
    expect([await errors(), tracked.sent]).toEqual([[words.tooMany], []]);
    await press(words.all[1] ?? '');
    expect(await sends(words.send, words.done)).toEqual({ act: 'choose', task, outcome: 'partly', accepted: [0, 2] });
    expect(await shown()).toContain(words.told);
  });

  it.each([
    {
      language: 'en' as const,
      title: 'Object to the person handling your complaint (Whoever received it)',
      label: 'Why you object',
      missing: 'Please write something.',
      send: 'Send objection',
      done: 'Thank you. Your objection is recorded; somebody else handles your complaint from now on.',
    },
    {
      language: 'zh-CN' as const,
      title: '申请更换处理人员（首接人）',
      label: '您的理由',
      missing: '请填写内容。',
      send: '提交申请',
      done: '谢谢，您的申请已记录，您的投诉现由其他人员处理。',
    },
  ])('an objection needs a reason and names nobody, in $language', async (words) => {
    const story = received();
    const task = taskOf(story);
    const holder = seen(story).acts.find(({ act }) => act === 'recuse')?.holder;
    await open(story, words.language);
    await press(words.title);
    await press(words.send);
    expect([await errors(), tracked.sent]).toEqual([[words.missing], []]);
    await write(words.label, 'A relative of theirs.');
    expect(await sends(words.send, words.done)).toEqual({
      act: 'recuse',
      task,
      holder,
      reason: 'A relative of theirs.',
    });
    expect(story.current.recused).toEqual(['cs-1']);
    expect(await browsed.content()).not.toMatch(/cs-\d|cs-lead/);
  });

  it('an objection is not to whoever holds the task by then, nor is its reason kept for them', async () => {
    const story = received();
    await open(story);
    await press('Object to the person');
    await write('Why you object', 'A relative of theirs.');
    story.act({ act: 'assign', by: 'cs-lead', to: 'cs-2' });
    await press('Send objection');
    await result('bad').waitFor();
    expect(await result('bad').innerText()).toMatch(/^Nothing was sent: your complaint has changed/);
    expect(story.current.recused).toEqual([]);
    await press('Object to the person');
    await press('Send objection');
    expect(await errors()).toEqual(['Please write something.']);
  });

  it('an objection is not offered while several people could be meant', async () => {
    await open(handled('all-of-these'));
    expect(await shown()).not.toContain('Object to');
  });

  it.each([
    {
      language: 'en' as const,
      granted: ['We granted you what our rules provide for such a case.', 'Refund CN¥20.00'],
      usual: /It is not settled for me\. \(Possible until .*\b1 April 2026\b.*10:00/,
      same: 'The same fault has come back.',
      guaranteed: /need not prove it again\. \(Possible until .*\b31 May 2026\b.*10:00/,
      send: 'Reopen',
      done: 'Your complaint is reopened.',
    },
    {
      language: 'zh-CN' as const,
      granted: ['我们已按规定直接给予您补偿。', '退款 ¥20.00'],
      usual: /问题仍未解决（可在2026年4月1日.*10:00之前提出）/,
      same: '同样的问题再次出现',
      guaranteed: /无需重新举证（可在2026年5月31日.*10:00之前提出）/,
      send: '重新提出',
      done: '您的投诉已重新打开。',
    },
  ])(
    'what was granted is told, and until when it can be opened again for which reason, in $language',
    async (words) => {
      const story = handled('late');
      await open(story, words.language);
      for (const one of words.granted) expect(await shown()).toContain(one);
      for (const one of [words.usual, words.guaranteed]) expect(await shown()).toMatch(one);
      await press(words.same);
      expect(await sends(words.send, words.done)).toEqual({ act: 'reopen', sameFault: true });
      expect(story.current.stage?.key).toBe('carry-out');
    },
  );

  it('opened again for another reason it starts anew', async () => {
    const story = handled('late');
    await open(story);
    await press('It is not settled for me.');
    expect(await sends('Reopen', 'Your complaint is reopened.')).toEqual({ act: 'reopen', sameFault: false });
    expect(story.current.stage?.key).toBe('handle');
  });

  it.each([
    ['en', 'The same fault has come back.', 'Reopen', 'Tick this box to confirm.', 'Your complaint is reopened.'],
    ['zh-CN', '同样的问题再次出现', '重新提出', '请勾选以确认。', '您的投诉已重新打开。'],
  ] as const)('after the usual limit only the same fault opens it again, once confirmed, in %s', async (...words) => {
    const [language, same, send, missing, done] = words;
    await open(handled('late').at(local('2026-04-20 10:00')), language);
    expect(await browsed.locator('.acts input[type=radio]').count()).toBe(0);
    await press(send);
    expect([await errors(), tracked.sent]).toEqual([[missing], []]);
    await press(same);
    expect(await sends(send, done)).toEqual({ act: 'reopen', sameFault: true });
  });

  it('every field has a name that is read out, and an error is part of what its field is described by', async () => {
    for (const story of [handled('one-of-these'), handled('all-of-these'), handled('late'), received()]) {
      await open(story);
      await browsed.evaluate(`void document.querySelectorAll('details').forEach((one) => (one.open = true))`);
      const nameless = `[...document.querySelectorAll('input, textarea')].filter((one) => one.labels.length !== 1 || !one.labels[0].innerText.trim() && one.checkVisibility()).length`;
      expect(await browsed.evaluate(nameless)).toBe(0);
      const groups = `[...document.querySelectorAll('fieldset')].every((one) => one.firstElementChild.tagName === 'LEGEND')`;
      expect(await browsed.evaluate(groups)).toBe(true);
      await browsed.evaluate(`void document.querySelectorAll('form button').forEach((one) => one.click())`);
      const undescribed = `[...document.querySelectorAll('[aria-invalid]')].filter((one) => !one.getAttribute('aria-describedby')?.split(' ').some((id) => document.getElementById(id)?.classList.contains('error'))).length`;
      expect(await browsed.evaluate(undescribed)).toBe(0);
      expect(await browsed.locator('[aria-invalid]').count()).toBeGreaterThan(0);
    }
  });
});
