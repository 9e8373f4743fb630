import { element } from './elements.js';
import { makeField } from './fields.js';

/** What is asked of the complainant stands open; the rest opens when wanted. */
const ASKED = ['choose', 'answerSurvey', 'resume', 'reopen'];
const ORDER = [...ASKED, 'addEvidence', 'note', 'withdraw'];

/**
 * The form of each act that the API allows, as `{ act, element, read, write, complain, body, busy }`. `onSend` is called
 * with the form once what is filled in is complete.
 */
export function makeForms({ acts, locale, words, onSend }) {
  const known = acts.filter(({ act }) => ORDER.includes(act));
  known.sort((one, other) => ORDER.indexOf(one.act) - ORDER.indexOf(other.act));
  return known.map((allowed, index) => makeForm({ allowed, id: `act-${index}`, locale, words, onSend }));
}

function makeForm({ allowed, id, locale, words, onSend }) {
  const texts = words.acts[allowed.act];
  const asked = fieldsOf(allowed, texts, locale);
  const fields = asked.map((field) => makeField(field, `${id}-${field.name}`, words));
  const problem = element('p', { class: 'error', role: 'alert', tabindex: '-1' });
  const button = element('button', { type: 'submit' }, texts.send);
  const inner = fields.map((field) => field.element);
  const shape = element('form', { novalidate: true, 'aria-labelledby': `${id}-title` }, ...inner, problem, button);
  const values = () => Object.fromEntries(fields.map((field) => [field.name, field.read()]));
  const made = {
    act: allowed.act,
    element: framed({ act: allowed.act, id, title: texts.title, shape }),
    read: values,
    write(kept) {
      for (const field of fields) if (kept[field.name] !== undefined) field.write(kept[field.name]);
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
    body: () => bodyOf(allowed, values()),
    busy(is) {
      button.setAttribute('aria-disabled', String(is));
      button.textContent = is ? words.sending : texts.send;
    },
  };
  shape.addEventListener('submit', (event) => {
    event.preventDefault();
    if (button.getAttribute('aria-disabled') === 'true') return;
    problem.textContent = '';
    if (isComplete(fields)) onSend(made);
  });
  return made;
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

function fieldsOf({ act, outcomes = [], form = {}, texts }, words, locale) {
  const text = { kind: 'text', label: words.text };
  switch (act) {
    case 'choose': {
      const options = outcomes.map(({ outcome, title }) => ({ value: outcome, label: title }));
      const choice = { name: 'outcome', kind: 'choice', label: words.legend, required: true, options };
      return [choice, { ...text, name: 'reason' }];
    }
    case 'answerSurvey':
      return surveyFields(form, texts, locale);
    case 'addEvidence':
      return [{ ...text, name: 'evidence', required: true }];
    case 'note':
      return [{ ...text, name: 'reason', required: true }];
    case 'withdraw': {
      const confirm = { name: 'confirm', kind: 'confirm', label: words.confirm, required: true };
      return [{ ...text, name: 'reason' }, confirm];
    }
    default:
      return [{ ...text, name: 'reason' }];
  }
}

/** Fields that only staff can fill in, such as a department, are left out. */
function surveyFields(form, texts = { order: [], fields: {} }, locale) {
  const names = [...new Set([...texts.order, ...Object.keys(form)])].filter((name) => form[name]);
  const answerable = names.filter((name) => ['text', 'yes-no', 'choice', 'number', 'date'].includes(form[name].kind));
  return answerable.map((name) => {
    const { kind, required, options = [] } = form[name];
    const { title, hint, order = options, options: titles = {} } = texts.fields[name] ?? {};
    const titled = order.map((value) => ({ value, label: inLanguage(titles[value], locale) ?? value }));
    const label = inLanguage(title, locale) ?? name;
    return { name, kind, required, label, hint: inLanguage(hint, locale), options: titled };
  });
}

function inLanguage(text, locale) {
  return text?.[locale] ?? Object.values(text ?? {})[0];
}

function bodyOf({ act, task }, { confirm: _confirm, ...values }) {
  const meant = task === null ? { act } : { act, task };
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  return act === 'answerSurvey' ? { ...meant, form: filled } : { ...meant, ...filled };
}
