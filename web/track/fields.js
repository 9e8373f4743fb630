import { element } from './elements.js';

const MAX_TEXT = 10_000;

/**
 * One field of a form: `{ name, kind, label, hint, required, options }`. Answers its element, `read` (undefined when
 * left empty), `check` (what is wrong, else null), `complain`, and `write` for a value that `read` gave.
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
  const check = () => {
    const value = made.read();
    if (value === undefined) return field.required ? words.errors[made.missing] : null;
    return field.kind === 'number' && !Number.isFinite(value) ? words.errors.number : null;
  };
  return {
    name: field.name,
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
      { value: 'yes', label: words.yes },
      { value: 'no', label: words.no },
    ];
    const made = choiceOf(field, id, words, options);
    const read = () => {
      const chosen = made.read();
      return chosen === undefined ? undefined : chosen === 'yes';
    };
    return { ...made, read, write: (value) => made.write(value ? 'yes' : 'no') };
  },
  confirm(field, id) {
    const box = element('input', { id, type: 'checkbox', 'aria-required': 'true' });
    const label = element('label', { for: id, class: 'option' }, box, element('span', {}, field.label));
    return {
      element: element('div', { class: 'field' }, label),
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
  const boxes = options.map(({ value }, index) =>
    element('input', { type: 'radio', id: `${id}-${index}`, name: id, value }),
  );
  const labels = options.map(({ label }, index) =>
    element('label', { for: `${id}-${index}`, class: 'option' }, boxes[index], element('span', {}, label)),
  );
  const list = element('div', {}, ...labels);
  const role = { role: 'radiogroup', 'aria-required': field.required ? 'true' : undefined };
  const legend = element('legend', {}, ...titled(field, words));
  const group = element('fieldset', { class: 'field', ...role }, legend, hintOf(field, id), list);
  return {
    element: group,
    errorBefore: list,
    named: group,
    missing: 'choose',
    read: () => boxes.find(({ checked }) => checked)?.value,
    write: (value) => boxes.forEach((box) => (box.checked = box.value === value)),
    focus: () => (boxes.find(({ checked }) => checked) ?? boxes[0])?.focus(),
  };
}

function titled({ label, required }, words) {
  return required ? [label] : [label, ' ', element('span', { class: 'optional' }, `(${words.optional})`)];
}

function hintOf({ hint }, id) {
  return hint ? element('p', { id: `${id}-hint`, class: 'hint' }, hint) : null;
}
