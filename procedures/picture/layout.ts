import type { Flow, FlowArrow, FlowBox } from './flow';
import { arrange, type Size } from './graph-layout';
import { widthOf, wrap, type Point } from './svg';

export const TITLE_SIZE = 14;
export const LINE_SIZE = 12;
export const LABEL_SIZE = 11;
export const LINE_HEIGHT = 17;
const BOX_WIDTH = 190;
const LABEL_WIDTH = 130;
const PADDING = 12;

/** A box in its place; `center` is its middle. */
export interface PlacedBox {
  readonly box: FlowBox;
  readonly titles: readonly string[];
  readonly lines: readonly string[];
  readonly center: Point;
  readonly width: number;
  readonly height: number;
}

/** Arrows of the same way are drawn as one, its labels under one another. */
export interface PlacedArrow {
  readonly from: string;
  readonly to: string;
  readonly points: readonly Point[];
  readonly labels: readonly string[];
  readonly label: Point;
}

export interface PlacedFlow {
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
  readonly width: number;
  readonly height: number;
}

/** Boxes from top to bottom in the order of the work, arrows around them. */
export function placed({ boxes, arrows }: Flow): PlacedFlow {
  const sized = boxes.map(sizeOf);
  const ways = gathered(arrows);
  const { width, height, center, line } = arrange({
    nodes: sized.map((one) => ({ key: one.box.key, width: one.width, height: one.height })),
    edges: ways.map(({ from, to, labels }) => ({ from, to, ...sizeOfLabels(labels) })),
  });
  return {
    width,
    height,
    boxes: sized.map((one) => ({ ...one, center: center(one.box.key) })),
    arrows: ways.map((way) => ({ ...way, ...line(way.from, way.to) })),
  };
}

function sizeOfLabels(labels: readonly string[]): Size {
  const width = Math.max(...labels.map((label) => widthOf(label, LABEL_SIZE))) + 6;
  return { width, height: labels.length * LINE_HEIGHT };
}

function sizeOf(box: FlowBox): Omit<PlacedBox, 'center'> {
  const titles = wrap(box.title, TITLE_SIZE, BOX_WIDTH - 2 * PADDING);
  const lines = box.lines.flatMap((line) => wrap(line, LINE_SIZE, BOX_WIDTH - 2 * PADDING));
  const height = (titles.length + lines.length) * LINE_HEIGHT + 2 * PADDING;
  return { box, titles, lines, width: BOX_WIDTH, height };
}

function gathered(arrows: readonly FlowArrow[]): readonly { from: string; to: string; labels: readonly string[] }[] {
  const ways = new Map<string, { from: string; to: string; labels: string[] }>();
  for (const { from, to, label } of arrows) {
    const way = ways.get(`${from} ${to}`) ?? { from, to, labels: [] };
    way.labels.push(...wrap(label, LABEL_SIZE, LABEL_WIDTH));
    ways.set(`${from} ${to}`, way);
  }
  return [...ways.values()];
}
