import * as dagre from '@dagrejs/dagre';
import type { Point } from './svg';

/** What is used of dagre: its own types do not resolve from a CommonJS project. */
interface Dagre {
  readonly Graph: new (options: { multigraph: boolean }) => DagreGraph;
  readonly layout: (graph: DagreGraph) => void;
}

interface DagreGraph {
  setGraph(settings: Readonly<Record<string, string | number>>): void;
  setNode(key: string, size: Size): void;
  setEdge(from: string, to: string, label: Readonly<Record<string, string | number>>): void;
  graph(): Partial<Size>;
  node(key: string): Point;
  edge(from: string, to: string): Point & { readonly points: readonly Point[] };
}

const { Graph, layout } = dagre as unknown as Dagre;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A graph without places; at most one edge leads from one node to another, its size is that of its label. */
export interface GraphInput {
  readonly nodes: readonly ({ readonly key: string } & Size)[];
  readonly edges: readonly ({ readonly from: string; readonly to: string } & Size)[];
}

export interface Arrangement extends Size {
  /** The middle of a node. */
  readonly center: (key: string) => Point;
  /** The line of an edge, and the middle of its label. */
  readonly line: (from: string, to: string) => { readonly points: readonly Point[]; readonly label: Point };
}

/** Places for all of it, from top to bottom, the same for the same graph. The only file that knows which library does it. */
export function arrange({ nodes, edges }: GraphInput): Arrangement {
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'TB', nodesep: 36, edgesep: 14, ranksep: 38, marginx: 16, marginy: 16 });
  for (const { key, width, height } of nodes) graph.setNode(key, { width, height });
  for (const { from, to, width, height } of edges) graph.setEdge(from, to, { width, height, labelpos: 'c' });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    ...{ width, height },
    center: (key) => graph.node(key),
    line: (from, to) => {
      const edge = graph.edge(from, to);
      return { points: edge.points, label: edge };
    },
  };
}
