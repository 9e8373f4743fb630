import type { Instant } from '../../domain/calendar/calendar';
import type { ComplaintEvent } from '../../domain/model/event';
import { narrate, showLocal, type NarrationInput } from '../words/narrate';
import { inLanguage } from '../words/wording';
import { element, text, widthOf, wrap, type Drawing } from './svg';

const LEFT = 16;
const TIME_WIDTH = 150;
const LINE = 19;
const WORDS_WIDTH = 560;
const WIDTH = 760;
const HEAD = 44;
const SIZE = 12.5;

/** What an event looks like on the line of time: gone well, a warning, too late, or just so. */
const MARKS: Partial<Record<ComplaintEvent['type'], string>> = {
  registered: '#4a7fb5',
  taskCompleted: '#3f8f5b',
  granted: '#3f8f5b',
  clockStopped: '#3f8f5b',
  closed: '#1f2933',
  archived: '#1f2933',
  deadlineMissed: '#c0392b',
  rungReached: '#d98014',
  paused: '#b8862b',
  waitStarted: '#b8862b',
  heldAccountable: '#c0392b',
};
const PLAIN = '#9aa5b1';

/** Events that only repeat what the next one says. */
const LEFT_OUT: readonly ComplaintEvent['type'][] = ['stageCompleted', 'stageOpened'];

interface Row {
  readonly at: Instant;
  readonly stage: string | null;
  readonly colour: string;
  readonly lines: readonly string[];
}

/** What happened to a complaint, from top to bottom, the stages as bands: to be placed among other drawings. */
export function drawTimeline(events: readonly ComplaintEvent[], input: NarrationInput, title: string): Drawing {
  const rows = events.filter(({ type }) => !LEFT_OUT.includes(type)).map((event) => rowOf(event, input));
  const drawn: string[] = [];
  let y = HEAD;
  let day = '';
  let stage: string | null = null;
  for (const { at, colour, lines, stage: now } of rows) {
    const [date = '', time = ''] = showLocal(input.calendar, at).split(' ');
    if (now !== stage && now !== null) {
      drawn.push(band(y, inLanguage(input.texts.stages[now]?.title, input.locale, input.texts.locales) ?? now));
      y += LINE + 6;
    }
    stage = now;
    if (date !== day) drawn.push(text({ x: LEFT, y: y + 14 }, date, { size: SIZE, weight: 'bold' }));
    drawn.push(text({ x: LEFT + TIME_WIDTH - 10, y: y + 14 }, time, { size: SIZE, fill: '#52606d', anchor: 'end' }));
    drawn.push(element('circle', { cx: LEFT + TIME_WIDTH + 8, cy: y + 10, r: 4, fill: colour }));
    lines.forEach((words, at) =>
      drawn.push(text({ x: LEFT + TIME_WIDTH + 24, y: y + 14 + at * LINE }, words, { size: SIZE })),
    );
    y += lines.length * LINE + 2;
    day = date;
  }
  const x = LEFT + TIME_WIDTH + 8;
  const line = element('line', { x1: x, x2: x, y1: HEAD, y2: y, stroke: '#d5dbe1', 'stroke-width': 2 });
  const heading = text({ x: LEFT, y: 30 }, title, { size: 18, weight: 'bold' });
  return { parts: heading + line + drawn.join(''), width: WIDTH, height: y + 16 };
}

function band(top: number, words: string): string {
  const ground = element('rect', {
    x: LEFT + TIME_WIDTH + 22,
    y: top + 2,
    width: Math.min(WORDS_WIDTH, widthOf(words, SIZE) + 24),
    height: LINE,
    rx: 4,
    fill: '#eef4fb',
  });
  return (
    ground + text({ x: LEFT + TIME_WIDTH + 30, y: top + 16 }, words, { size: SIZE, weight: 'bold', fill: '#33618f' })
  );
}

function rowOf(event: ComplaintEvent, input: NarrationInput): Row {
  return {
    at: event.at,
    stage: event.stage,
    colour: 'met' in event && !event.met ? '#c0392b' : (MARKS[event.type] ?? PLAIN),
    lines: wrap(narrate(event, input), SIZE, WORDS_WIDTH),
  };
}
