import { KINDS } from '../../domain/kinds/table';
import type { RuleBook } from '../language/rule-book';
import { flowOf, type FlowBox } from './flow';
import { LABEL_SIZE, LINE_HEIGHT, LINE_SIZE, placed, TITLE_SIZE, type PlacedArrow, type PlacedBox } from './layout';
import { element, text, widthOf, type Drawing, type Point } from './svg';

const HEAD = 44;

/** Ground and edge of a box: whose turn it is, at a glance. */
const COLOURS: Readonly<Record<FlowBox['kind'], readonly [string, string]>> = {
  task: ['#eef4fb', '#4a7fb5'],
  parallel: ['#eef4fb', '#4a7fb5'],
  'hand-over': ['#eef4fb', '#4a7fb5'],
  execute: ['#eef4fb', '#4a7fb5'],
  reply: ['#eef4fb', '#4a7fb5'],
  approval: ['#f3eefb', '#7a5bb0'],
  consent: ['#fdf5e6', '#b8862b'],
  revisit: ['#fdf5e6', '#b8862b'],
  await: ['#fdf5e6', '#b8862b'],
  grant: ['#eaf6ee', '#3f8f5b'],
  close: ['#f1f3f5', '#7b8794'],
};

/** The procedure as boxes and arrows under its title. */
export function drawFlow(ruleBook: RuleBook, locale: string): Drawing {
  const flow = flowOf(ruleBook, locale);
  const { boxes, arrows, width, height } = placed(flow);
  const marker = element(
    'marker',
    { id: 'tip', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' },
    element('path', { d: 'M0 0L8 4L0 8z', fill: '#52606d' }),
  );
  const drawn = [
    ...arrows.map(drawArrow),
    ...boxes.map((box) => drawBox(box, box.box.key === flow.first)),
    ...arrows.map(drawLabels),
  ].join('');
  const title = text({ x: 16, y: 30 }, flow.title, { size: 18, weight: 'bold' });
  const moved = element('g', { transform: `translate(0 ${HEAD})` }, drawn);
  return {
    parts: `${element('defs', {}, marker)}${title}${moved}`,
    width: Math.max(width, widthOf(flow.title, 18) + 32),
    height: height + HEAD,
  };
}

function drawBox({ box, titles, lines, center, width, height }: PlacedBox, first: boolean): string {
  const [ground, edge] = COLOURS[box.kind];
  const top = center.y - height / 2;
  const frame = element('rect', {
    x: center.x - width / 2,
    y: top,
    width,
    height,
    rx: box.kind === 'close' ? height / 2 : 8,
    fill: ground,
    stroke: edge,
    'stroke-width': first ? 3 : 1.3,
    ...(KINDS[box.kind].sideBySide ? { 'stroke-dasharray': '6 3' } : {}),
  });
  const baseline = top + 12 + LINE_HEIGHT - 4;
  const said = [
    ...titles.map((words, at) =>
      text({ x: center.x, y: baseline + at * LINE_HEIGHT }, words, {
        size: TITLE_SIZE,
        weight: 'bold',
        anchor: 'middle',
      }),
    ),
    ...lines.map((words, at) =>
      text({ x: center.x, y: baseline + (titles.length + at) * LINE_HEIGHT }, words, {
        size: LINE_SIZE,
        fill: '#52606d',
        anchor: 'middle',
      }),
    ),
  ];
  return element('g', { id: `stage-${box.key}` }, frame + said.join(''));
}

function drawArrow({ points }: PlacedArrow): string {
  return element('path', {
    d: curve(points),
    fill: 'none',
    stroke: '#9aa5b1',
    'stroke-width': 1.4,
    'marker-end': 'url(#tip)',
  });
}

/** A smooth line through the middles between its points. */
function curve(points: readonly Point[]): string {
  const at = ({ x, y }: Point): string => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
  const [start, ...rest] = points;
  const end = rest.at(-1);
  if (!start || !end) return '';
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? end;
    const middle = { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point)} ${at(middle)}`;
  });
  return `M${at(start)}${bends.join('')}L${at(end)}`;
}

function drawLabels({ labels, label }: PlacedArrow): string {
  const top = label.y - (labels.length * LINE_HEIGHT) / 2;
  return labels
    .map((words, at) => {
      const width = widthOf(words, LABEL_SIZE) + 6;
      const y = top + at * LINE_HEIGHT;
      const ground = element('rect', {
        x: label.x - width / 2,
        y,
        width,
        height: LINE_HEIGHT,
        fill: '#ffffff',
        'fill-opacity': 0.85,
      });
      return ground + text({ x: label.x, y: y + 12.5 }, words, { size: LABEL_SIZE, fill: '#3e4c59', anchor: 'middle' });
    })
    .join('');
}
