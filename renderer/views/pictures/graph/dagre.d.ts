/** As much of dagre's layout as we use: its own declarations do not resolve under our module settings. */
declare module "@dagrejs/dagre" {
  export interface GraphSettings {
    rankdir: "TB" | "LR";
    /** The corner that each rank is aligned to; the middle of all four when it is left out. */
    align?: "UL" | "UR" | "DL" | "DR";
    /** Pixels between neighbours, between ranks, and around everything. */
    nodesep: number;
    ranksep: number;
    edgesep: number;
    marginx: number;
    marginy: number;
  }
  export interface PlacedBox {
    /** Of the middle. */
    x: number;
    y: number;
    width: number;
    height: number;
  }
  export class Graph {
    setGraph(settings: GraphSettings): this;
    /** After the layout with the size of all. */
    graph(): { width?: number; height?: number };
    setNode(name: string, size: { width: number; height: number }): this;
    /** After the layout with its place. */
    node(name: string): PlacedBox;
    setEdge(from: string, to: string, label: object): this;
    edge(from: string, to: string): { points?: { x: number; y: number }[] } | undefined;
  }
  export function layout(graph: Graph): void;
}
