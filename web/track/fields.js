import { element } from './elements.js';

const MAX_TEXT = 10_000;

/**
 * One field of a form: `{ name, kind, label, hint, required, options, onlyIf }`. Answers its element, `read` (undefined
 * when left empty), `check` (what is wrong, else null), `complain`, and `write` for a value that `read` gave. With
 * `onlyIf: { name, is }` it is asked while the field of that name has one of those values, which the form sees to.
 */
export function makeField(field, id, words) {
  const made = MAKERS[field.kind](field, id, words);
  const error = element('p', { id: `${id}-error`, class: 'error', hidden: true });
  made.errorBefore.before(error);
  const complain = (message) => {
    error.textContent = message ?? '';
    error.hidden = !message;
    if (message) made.named.setAttribute('aria-invalid', 'true');
    else made.named.removeAttribute('aria-invalid');
    const described = [field.hint && `${id}-hint`, message && `${id}-error`].filter(Boolean);
    if (described.length > 0) made.named.setAttribute('aria-describedby', described.join(' '));
    else made.named.removeAttribute('aria-describedby');
  };
  complain(null);
  // What was wrong is being put right.
  made.element.addEventListener('input', () => complain(null));
  const check = () => {
    const value = made.read();
    if (value === undefined) return field.required ? words.errors[made.missing] : null;
    if (field.kind === 'some' && value.length === field.options.length) return words.errors.all;
    return field.kind === 'number' && !Number.isFinite(value) ? words.errors.number : null;
  };
  return {
    name: field.name,
    onlyIf: field.onlyIf,
    element: made.element,
    read: made.read,
    write: made.write,
    focus: made.focus,
    check,
    complain,
  };
}

const MAKERS = {
  text: (field, id, words) => lineOf(field, id, words, element('textarea', { id, rows: 4, maxlength: MAX_TEXT })),
  date: (field, id, words) => lineOf(field, id, words, element('input', { id, type: 'date' })),
  number(field, id, words) {
    const made = lineOf(field, id, words, element('input', { id, type: 'text', inputmode: 'decimal' }));
    const read = () => {
      const text = made.read();
      return text === undefined ? undefined : Number(text);
    };
    return { ...made, read, write: (value) => Number.isFinite(value) && made.write(value) };
  },
  choice: (field, id, words) => choiceOf(field, id, words, field.options),
  'yes-no'(field, id, words) {
    const options = [
      { value: true, label: words.yes },
      { value: false, label: words.no },
    ];
    return choiceOf(field, id, words, options);
  },
  /** Some of the options, neither none nor all. */
  some(field, id, words) {
    const { boxes, ...made } = optionsOf({ type: 'checkbox', field, id, words, options: field.options });
    const ticked = () => field.options.filter((_, index) => boxes[index].checked).map(({ value }) => value);
    return {
      ...made,
      missing: 'some',
      read: () => (ticked().length > 0 ? ticked() : undefined),
      write: (values) => boxes.forEach((box, index) => (box.checked = values.includes(field.options[index].value))),
    };
  },
  confirm(field, id) {
    const box = element('input', { id, type: 'checkbox', 'aria-required': 'true' });
    const label = element('label', { for: id, class: 'option' }, box, element('span', {}, field.label));
    return {
      element: element('div', { class: 'field' }, hintOf(field, id), label),
      errorBefore: label,
      named: box,
      missing: 'confirm',
      read: () => (box.checked ? true : undefined),
      write: (value) => (box.checked = value),
      focus: () => box.focus(),
    };
  },
};

function lineOf(field, id, words, input) {
  if (field.required) input.setAttribute('aria-required', 'true');
  const label = element('label', { for: id }, ...titled(field, words));
  return {
    element: element('div', { class: 'field' }, label, hintOf(field, id), input),
    errorBefore: input,
    named: input,
    missing: 'write',
    read: () => (input.value.trim() === '' ? undefined : input.value.trim()),
    write: (value) => (input.value = String(value)),
    focus: () => input.focus(),
  };
}

function choiceOf(field, id, words, options) {
  const { boxes, ...made } = optionsOf({ type: 'radio', field, id, words, options });
  made.named.setAttribute('role', 'radiogroup');
  if (field.required) made.named.setAttribute('aria-required', 'true');
  return {
    ...made,
    missing: 'choose',
    read: () => options[boxes.findIndex(({ checked }) => checked)]?.value,
    write: (value) => boxes.forEach((box, index) => (box.checked = options[index].value === value)),
  };
}

function optionsOf({ type, field, id, words, options }) {
  const boxes = options.map((_, index) => element('input', { type, id: `${id}-${index}`, name: id, value: index }));
  const labels = options.map(({ label }, index) =>
    element('label', { for: `${id}-${index}`, class: 'option' }, boxes[index], element('span', {}, label)),
  );
  const list = element('div', {}, ...labels);
  const legend = element('legend', {}, ...titled(field, words));
  const group = element('fieldset', { class: 'field' }, legend, hintOf(field, id), list);
  const focus = () => (boxes.find(({ checked }) => checked) ?? boxes[0])?.focus();
  return { element: group, errorBefore: list, named: group, boxes, focus };
}

function titled({ label, required }, words) {
  return required ? [label] : [label, ' ', element('span', { class: 'optional' }, `(${words.optional})`)];
}

function hintOf({ hint }, id) {
  return hint ? element('p', { id: `${id}-hint`, class: 'hint' }, hint) : null;
}
