/** An element with attributes and children; strings become text, `null` and `false` are left out. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, '');
    else if (value !== undefined && value !== null && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children.flat().filter((child) => child !== null && child !== false && child !== ''));
  return made;
}

/** A part of the page under its heading, named by it. */
export function section(id, title, ...children) {
  const heading = element('h2', { id: `${id}-title` }, title);
  return element('section', { 'aria-labelledby': `${id}-title`, class: id }, heading, ...children);
}

/** A text as it was written, line by line. */
export function written(text) {
  return element('p', { class: 'written' }, text);
}
