import { createRequire } from 'node:module';
import type { Flow, FlowArrow, FlowBox } from './flow';
import { widthOf, wrap, type Point } from './svg';

/** What is used of dagre: its own types do not resolve from a CommonJS project. */
interface Dagre {
  readonly Graph: new (options: { multigraph: boolean }) => LayoutGraph;
  readonly layout: (graph: LayoutGraph) => void;
}

interface LayoutGraph {
  setGraph(settings: Readonly<Record<string, string | number>>): void;
  setNode(key: string, size: { readonly width: number; readonly height: number }): void;
  setEdge(from: string, to: string, label: Readonly<Record<string, string | number>>): void;
  graph(): { readonly width?: number; readonly height?: number };
  node(key: string): Point;
  edge(from: string, to: string): Point & { readonly points: readonly Point[] };
}

const { Graph, layout } = createRequire(__filename)('@dagrejs/dagre') as Dagre;

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
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'TB', nodesep: 36, edgesep: 14, ranksep: 38, marginx: 16, marginy: 16 });
  const sized = boxes.map(sizeOf);
  for (const { box, width, height } of sized) graph.setNode(box.key, { width, height });
  const ways = gathered(arrows);
  for (const { from, to, labels } of ways) {
    const width = Math.max(...labels.map((label) => widthOf(label, LABEL_SIZE))) + 6;
    graph.setEdge(from, to, { width, height: labels.length * LINE_HEIGHT, labelpos: 'c' });
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    boxes: sized.map((one) => ({ ...one, center: graph.node(one.box.key) })),
    arrows: ways.map((way) => {
      const edge = graph.edge(way.from, way.to);
      return { ...way, points: edge.points, label: edge };
    }),
  };
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
