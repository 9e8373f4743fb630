import { element, section, written } from './elements.js';
import { makeForms } from './forms.js';
import { fill, wordsFor, writeInstant, writeOffer } from './words.js';

const API = new URL('../v1/track/', import.meta.url);
const TOKEN = /^[\w-]{20,200}$/;
const PATIENCE_MS = 30_000;
const CHANGED = ['wrong-stage', 'stale', 'closed'];
const INVALID = ['missing-field', 'invalid-field', 'malformed', 'malformed-json', 'idempotency-key-reused'];

const [title, result, complaint, language, refresh] = ['title', 'result', 'complaint', 'language', 'refresh'].map(
  (id) => document.getElementById(id),
);
const page = {
  /** Of the language that it is read in; fetched before anything is said. */
  words: undefined,
  /** As the reader asked for it; the complaint's own until then. */
  locale: undefined,
  forms: [],
  /** What was filled in and not sent, by the form’s `draft`, kept when the page is drawn anew. */
  drafts: new Map(),
  /** Idempotency keys of what was sent and not yet answered for certain: sent again, it is done once. */
  keys: new Map(),
};

language.addEventListener('change', () => {
  page.locale = language.value;
  void look().then((found) => found && say(page.words.refreshed));
});
refresh.addEventListener('click', () => void look().then((found) => found && say(page.words.refreshed)));
window.addEventListener('hashchange', () => {
  page.drafts.clear();
  page.forms = [];
  page.locale = undefined;
  void look();
});
void look();

/** Asks how the complaint stands and shows it; false when it could not. */
async function look() {
  if (!(await speak(page.locale ?? page.words?.language ?? navigator.language))) return false;
  say(page.words.loading);
  complaint.setAttribute('aria-busy', 'true');
  const answer = await call('GET');
  complaint.removeAttribute('aria-busy');
  if (answer.status === 200) {
    await show(answer.body);
    say('');
    return true;
  }
  const unknown = answer.type === 'link' || answer.type === 'not-found';
  if (unknown) complaint.replaceChildren();
  refresh.hidden = answer.type === 'link';
  say(page.words.problems[answer.type === 'unavailable' ? 'starting' : nameOf(answer.type)], 'bad');
  return false;
}

async function send(form) {
  form.busy(true);
  const body = JSON.stringify(form.body());
  const key = page.keys.get(body) ?? randomKey();
  page.keys.set(body, key);
  const answer = await call('POST', { body, key });
  form.busy(false);
  if (answer.status === 202) return say(page.words.pending, 'good', true);
  if (answer.status === 200) {
    page.keys.delete(body);
    page.forms = page.forms.filter((other) => other !== form);
    page.drafts.delete(form.draft);
    if (answer.body.tracking) await show(answer.body.tracking);
    else await look();
    return say(page.words.done[form.act], 'good', true);
  }
  if (CHANGED.includes(answer.type)) {
    if (await look()) say(page.words.problems.changed, 'bad', true);
    return;
  }
  const names = answer.type === 'invalid-field' || answer.type === 'missing-field' ? fieldsIn(answer.body) : [];
  form.complain(page.words.problems[nameOf(answer.type)], names);
}

/** Answers `{ status, body }`, with the `type` of what went wrong when it did. Never throws. */
async function call(method, { body, key } = {}) {
  const token = location.hash.slice(1);
  if (!TOKEN.test(token)) return { status: 0, type: 'link' };
  const address = new URL(token, API);
  if (page.locale) address.searchParams.set('locale', page.locale);
  const headers = { Accept: 'application/json' };
  if (key) Object.assign(headers, { 'Content-Type': 'application/json', 'Idempotency-Key': key });
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const settings = { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error', signal };
  try {
    const response = await fetch(address, { method, headers, body, ...settings });
    const answer = await response.json();
    return { status: response.status, body: answer, ...(response.ok ? {} : { type: answer.type }) };
  } catch (error) {
    return { status: 0, type: error instanceof SyntaxError ? 'internal' : 'offline' };
  }
}

function nameOf(type) {
  if (INVALID.includes(type)) return 'invalid';
  return Object.hasOwn(page.words.problems, type) ? type : 'internal';
}

function fieldsIn({ errors = [] }) {
  return errors.map(({ field }) => field.split('.').at(-1));
}

/** Also without a secure connection, where `crypto.randomUUID` is missing. */
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Tells what happened, to eyes and screen readers alike. */
function say(message, mood = '', focus = false) {
  result.className = mood;
  result.textContent = message;
  if (!focus) return;
  result.focus();
  result.scrollIntoView({ block: 'nearest' });
}

/** From now on the page says what it says in the language for a locale; false, and told in all, when it cannot. */
async function speak(locale) {
  const lost = document.getElementById('lost');
  try {
    if (page.words?.language !== locale) page.words = await wordsFor(locale);
    lost.hidden = true;
  } catch {
    lost.hidden = false;
    refresh.hidden = false;
    return false;
  }
  const { words } = page;
  document.documentElement.lang = words.language;
  document.title = words.page;
  title.textContent = words.page;
  language.setAttribute('aria-label', words.languageChoice);
  language.replaceChildren(
    ...words.languages.map(({ language: lang, name }) => element('option', { value: lang, lang }, name)),
  );
  language.value = words.language;
  refresh.textContent = words.refresh;
  return true;
}

async function show(view) {
  await speak(view.locale);
  language.hidden = false;
  refresh.hidden = false;
  document.title = `${page.words.page} ${view.reference}`;
  for (const form of page.forms) page.drafts.set(form.draft, form.read());
  page.forms = makeForms({ view, words: page.words, onSend: (form) => void send(form) });
  for (const form of page.forms) form.write(page.drafts.get(form.draft) ?? {});
  complaint.replaceChildren(...partsOf(view));
}

function partsOf(view) {
  const { sections } = page.words;
  const forms = page.forms.map((form) => form.element);
  const parts = [
    factsOf(view),
    section('progress', sections.progress, element('p', {}, view.progress.words)),
    view.next && section('next', sections.next, dated(view.next.dueAt, view), element('p', {}, view.next.words)),
    view.promise && section('promise', sections.promise, ...promiseOf(view)),
    view.asked !== null && section('asked', sections.asked, written(view.asked)),
    view.answer !== null && section('answer', sections.answer, written(view.answer)),
    view.report !== null && section('report', sections.report, written(view.report)),
    view.offers.length > 0 &&
      section('offers', view.alternatives ? sections.alternatives : sections.offers, remediesOf(view.offers)),
    forms.length > 0 && section('acts', sections.acts, ...forms),
    view.outsideRoutes.length > 0 && section('routes', sections.routes, routesOf(view)),
    section('history', sections.history, historyOf(view)),
  ];
  return parts.filter(Boolean);
}

function factsOf(view) {
  const { words } = page;
  return element(
    'dl',
    { class: 'facts' },
    element('div', {}, element('dt', {}, words.reference), element('dd', { class: 'reference' }, view.reference)),
    element('div', {}, element('dt', {}, words.received), element('dd', {}, timeOf(view.receivedAt, view))),
  );
}

function promiseOf(view) {
  const { words } = page;
  const { replyBy, kept } = view.promise;
  const promised = replyBy && element('p', {}, fill(words.promise.open, { when: timeText(replyBy, view) }));
  if (kept !== null) {
    const verdict = element('p', { class: kept ? 'kept' : 'missed' }, words.promise[kept ? 'kept' : 'missed']);
    return [promised || null, verdict];
  }
  return [promised || element('p', {}, words.promise.waiting)];
}

function remediesOf(remedies) {
  return element('ul', {}, ...remedies.map((remedy) => element('li', {}, writeOffer(remedy, page.words.format))));
}

function routesOf({ outsideRoutes }) {
  const items = outsideRoutes.map(({ title: name, contact }) => element('li', {}, name, contact && written(contact)));
  return element('ul', {}, ...items);
}

/** The latest first. */
function historyOf(view) {
  const items = [...view.history].reverse();
  return element(
    'ol',
    {},
    ...items.map(({ at, words, remedies }) =>
      element('li', {}, timeOf(at, view), element('p', {}, words), remedies ? remediesOf(remedies) : null),
    ),
  );
}

function dated(instant, view) {
  if (instant === null) return null;
  return element(
    'p',
    { class: 'due' },
    element('time', { datetime: instant }, fill(page.words.by, { when: timeText(instant, view) })),
  );
}

function timeOf(instant, view) {
  return element('time', { datetime: instant }, timeText(instant, view));
}

function timeText(instant, { zone }) {
  return writeInstant(instant, page.words.format, zone);
}
