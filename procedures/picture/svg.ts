/** A length or place in the picture, in its own units. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

const FONT = "'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif";
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;

/** About how wide a text is when written so large: wide characters are square, others half so. */
export function widthOf(text: string, size: number): number {
  return [...text].reduce((width, character) => width + (WIDE.test(character) ? size : size * 0.56), 0);
}

/** The text in lines that are no wider, broken at spaces, and anywhere between wide characters. */
export function wrap(text: string, size: number, width: number): readonly string[] {
  const pieces = text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/gu) ?? [];
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    if (line !== '' && widthOf((line + piece).trimEnd(), size) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()];
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** An element with its attributes; numbers are written with at most one decimal. */
export function element(name: string, attributes: Readonly<Record<string, string | number>>, inner = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(shown(value))}"`);
  return inner === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inner}</${name}>`;
}

function shown(value: string | number): string {
  return typeof value === 'string' ? value : String(Math.round(value * 10) / 10);
}

export interface TextStyle {
  readonly size: number;
  readonly fill?: string;
  readonly weight?: 'bold';
  readonly anchor?: 'middle' | 'end';
}

/** One line of text; `at` is on its baseline. */
export function text(at: Point, words: string, { size, fill = '#1f2933', weight, anchor }: TextStyle): string {
  const style = { ...(weight ? { 'font-weight': weight } : {}), ...(anchor ? { 'text-anchor': anchor } : {}) };
  return element('text', { x: at.x, y: at.y, 'font-size': size, fill, ...style }, escaped(words));
}

/** A whole picture on white; the title is read out by screen readers. */
export function picture(
  size: { readonly width: number; readonly height: number },
  title: string,
  parts: string,
): string {
  const { width, height } = size;
  const opening = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
    'font-family': FONT,
    role: 'img',
  };
  const ground = element('rect', { width: '100%', height: '100%', fill: '#ffffff' });
  return `${element('svg', opening, `${element('title', {}, escaped(title))}${ground}${parts}`)}\n`;
}

/** Pictures under one another, each where the one before ends. */
export function stacked(drawings: readonly Drawing[], title: string): string {
  let y = 0;
  const parts = drawings.map(({ parts: inner, height }) => {
    const placed = element('g', { transform: `translate(0 ${Math.ceil(y)})` }, inner);
    y += height;
    return placed;
  });
  return picture({ width: Math.max(...drawings.map(({ width }) => width)), height: y }, title, parts.join(''));
}

/** What is drawn, and how much room it takes from 0, 0. */
export interface Drawing {
  readonly parts: string;
  readonly width: number;
  readonly height: number;
}
