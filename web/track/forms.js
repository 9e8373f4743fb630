import { element } from './elements.js';
import { makeField } from './fields.js';
import { fill, writeInstant, writeOffer } from './words.js';

/** What is asked of the complainant stands open; the rest opens when wanted. */
const ASKED = ['choose', 'report', 'answerSurvey', 'resume', 'reopen'];
const ORDER = [...ASKED, 'addEvidence', 'note', 'recuse', 'withdraw'];

/**
 * The form of each act that the API allows, as `{ act, draft, element, read, write, complain, body, busy }`. `onSend` is
 * called with the form once what is filled in is complete. `draft` names what is filled in: what was meant for one task
 * or person is never carried over to another.
 */
export function makeForms({ view, words, onSend }) {
  const known = view.acts.filter(({ act }) => ORDER.includes(act));
  known.sort((one, other) => ORDER.indexOf(one.act) - ORDER.indexOf(other.act));
  return known.map((allowed, index) => makeForm({ allowed, id: `act-${index}`, view, words, onSend }));
}

function makeForm({ allowed, id, view, words, onSend }) {
  const texts = words.acts[allowed.act];
  const title = allowed.owner === undefined ? texts.title : fill(texts.titleWith, { owner: allowed.owner });
  const asked = fieldsOf(allowed, { view, words, texts });
  const fields = asked.map((field) => makeField(field, `${id}-${field.name}`, words));
  const problem = element('p', { class: 'error', role: 'alert', tabindex: '-1' });
  const button = element('button', { type: 'submit' }, texts.send);
  const inner = fields.map((field) => field.element);
  const shape = element('form', { novalidate: true, 'aria-labelledby': `${id}-title` }, ...inner, problem, button);
  const values = (some) => Object.fromEntries(some.map((field) => [field.name, field.read()]));
  const made = {
    act: allowed.act,
    draft: [allowed.act, allowed.task, allowed.holder].join(' '),
    element: framed({ act: allowed.act, id, title, shape }),
    read: () => values(fields),
    write(kept) {
      for (const field of fields) if (kept[field.name] !== undefined) field.write(kept[field.name]);
      askWhatApplies(fields);
      if (made.element.tagName === 'DETAILS') made.element.open = fields.some((field) => field.read() !== undefined);
    },
    /** Says what went wrong, at the fields it is about, else for the whole form. */
    complain(message, names = []) {
      const wrong = fields.filter(({ name }) => names.includes(name));
      for (const field of wrong) field.complain(message);
      problem.textContent = wrong.length > 0 ? '' : message;
      if (wrong[0]) wrong[0].focus();
      else problem.focus();
    },
    body: () => bodyOf(allowed, values(askWhatApplies(fields))),
    busy(is) {
      button.setAttribute('aria-disabled', String(is));
      button.textContent = is ? words.sending : texts.send;
    },
  };
  askWhatApplies(fields);
  shape.addEventListener('change', () => askWhatApplies(fields));
  shape.addEventListener('submit', (event) => {
    event.preventDefault();
    if (button.getAttribute('aria-disabled') === 'true') return;
    problem.textContent = '';
    if (isComplete(askWhatApplies(fields))) onSend(made);
  });
  return made;
}

/** Shows the fields that apply by what is filled in so far, hides the others, and answers those shown. */
function askWhatApplies(fields) {
  return fields.filter(({ onlyIf, element: shown }) => {
    const applies = !onlyIf || onlyIf.is.includes(fields.find(({ name }) => name === onlyIf.name)?.read());
    shown.hidden = !applies;
    return applies;
  });
}

function isComplete(fields) {
  const wrong = fields.filter((field) => {
    const message = field.check();
    field.complain(message);
    return message !== null;
  });
  wrong[0]?.focus();
  return wrong.length === 0;
}

function framed({ act, id, title, shape }) {
  const heading = element('h3', { id: `${id}-title` }, title);
  if (ASKED.includes(act)) return element('div', { class: 'act asked' }, heading, shape);
  return element('details', { class: 'act' }, element('summary', {}, heading), shape);
}

function fieldsOf({ act, outcomes = [], form = {}, texts: asked }, { view, words, texts }) {
  const text = { kind: 'text', label: texts.text };
  const reason = { ...text, name: 'reason' };
  switch (act) {
    case 'choose':
      return [...choiceFields({ outcomes, view, words, texts }), reason];
    case 'report':
      return [outcomeField(outcomes, texts), ...formFields(form, asked, view.locale)];
    case 'answerSurvey':
      return formFields(form, asked, view.locale);
    case 'addEvidence':
      return [{ ...text, name: 'evidence', required: true }];
    case 'note':
      return [{ ...reason, required: true }];
    case 'recuse':
      return [{ ...reason, required: true, hint: texts.hint }];
    case 'reopen':
      return [...sameFaultFields({ view, words, texts }), reason];
    case 'withdraw':
      return [reason, { name: 'confirm', kind: 'confirm', label: texts.confirm, required: true }];
    default:
      return [reason];
  }
}

function outcomeField(outcomes, texts) {
  const options = outcomes.map(({ outcome, title }) => ({ value: outcome, label: title }));
  return { name: 'outcome', kind: 'choice', label: texts.legend, required: true, options };
}

/** Whether they agree; with what, where there are alternatives; and with which part, where a part will do. */
function choiceFields({ outcomes, view: { offers, alternatives }, words, texts }) {
  const asked = [outcomeField(outcomes, texts)];
  const offered = offers.map((offer, value) => ({ value, label: writeOffer(offer, words.format) }));
  const onlyIf = (is) => ({ required: true, options: offered, onlyIf: { name: 'outcome', is: [is] } });
  if (alternatives) asked.push({ name: 'option', kind: 'choice', label: texts.option, ...onlyIf('agreed') });
  if (outcomes.some(({ outcome }) => outcome === 'partly'))
    asked.push({ name: 'accepted', kind: 'some', label: texts.accepted, ...onlyIf('partly') });
  return asked;
}

/** The same fault may be put right for longer than anything may be taken up again; then nothing else is possible. */
function sameFaultFields({ view: { reopenUntil, guaranteeUntil, zone }, words, texts }) {
  if (guaranteeUntil === null) return [];
  const until = (instant) => writeInstant(instant, words.format, zone);
  const field = { name: 'sameFault', required: true };
  if (reopenUntil === null)
    return [
      { ...field, kind: 'confirm', label: fill(texts.sameFault, { when: until(guaranteeUntil) }), hint: texts.only },
    ];
  const options = [
    { value: false, label: fill(texts.unsettled, { when: until(reopenUntil) }) },
    { value: true, label: fill(texts.sameFault, { when: until(guaranteeUntil) }) },
  ];
  return [{ ...field, kind: 'choice', label: texts.legend, options }];
}

/** Fields that only staff can fill in, such as a department, are left out; some are asked with an outcome only. */
function formFields(form, texts = { order: [], fields: {} }, locale) {
  const names = [...new Set([...texts.order, ...Object.keys(form)])].filter((name) => form[name]);
  const answerable = names.filter((name) => ['text', 'yes-no', 'choice', 'number', 'date'].includes(form[name].kind));
  return answerable.map((name) => {
    const { kind, required, requiredIf, options = [] } = form[name];
    const { title, hint, order = options, options: titles = {} } = texts.fields[name] ?? {};
    const titled = order.map((value) => ({ value, label: inLanguage(titles[value], locale) ?? value }));
    const label = inLanguage(title, locale) ?? name;
    const field = { name, kind, required, label, hint: inLanguage(hint, locale), options: titled };
    return requiredIf ? { ...field, required: true, onlyIf: { name: 'outcome', is: requiredIf } } : field;
  });
}

function inLanguage(text, locale) {
  return text?.[locale] ?? Object.values(text ?? {})[0];
}

function bodyOf({ act, task, holder }, { confirm: _confirm, ...values }) {
  const meant = { act, ...(task === null ? {} : { task }), ...(holder === undefined ? {} : { holder }) };
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  if (act === 'answerSurvey') return { ...meant, form: filled };
  if (act !== 'report') return { ...meant, ...filled };
  const { outcome, ...form } = filled;
  return { ...meant, outcome, form };
}
