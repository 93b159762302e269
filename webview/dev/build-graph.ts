import type { ComponentName } from "../../src/runtime/components/description.ts";
import type {
  GraphDescription,
  InputDescription,
  NodeDescription,
  OutputDescription,
} from "../../src/runtime/graph/description.ts";
import type { ComponentDescription } from "../../src/runtime/components/description.ts";
import type { Json } from "../../src/runtime/values/value.ts";
import { cardShape } from "../../src/runtime/layout/card-shape.ts";
import { cardsOf } from "../../src/runtime/layout/cards.ts";
import type { CanvasState, Layout, NodeState } from "../../src/runtime/protocol/canvas.ts";
import { emptyNode } from "../../src/runtime/protocol/reduce.ts";

// Functions that build the graph descriptions of the samples.

const common = { named: true, code: "", hasPreprocess: false, hasPostprocess: false };
let line = 10;
const source = () => ({ file: "/workflows/podcast.ts", line: (line += 7), column: 1 });

export const component = (
  name: ComponentName,
  options: Readonly<Record<string, Json>> = {},
): ComponentDescription => ({ component: name, options });

export const input = (name: string, id: string, shown: ComponentDescription): InputDescription => ({
  name,
  kind: "component",
  input: id,
  component: shown,
});

export function from(
  name: string,
  node: string,
  port: string,
  more: { each?: boolean; all?: boolean; field?: string } = {},
): InputDescription {
  return { name, kind: "port", from: { node, port, each: false, all: false, ...more } };
}

export const callable = (name: string): InputDescription => ({ name, kind: "callable", code: "" });

export const output = (name: string, shown?: ComponentDescription): OutputDescription => ({
  name,
  view: shown ? { kind: "component", component: shown } : { kind: "hidden" },
});

export const gradio = (
  name: string,
  space: string,
  apiName: string,
  inputs: InputDescription[],
  outputs: OutputDescription[],
) =>
  ({
    kind: "gradio",
    name,
    space,
    apiName,
    runLocally: false,
    validate: true,
    inputs,
    outputs,
    source: source(),
    ...common,
  }) as const satisfies NodeDescription;

export const fn = (name: string, inputs: InputDescription[], outputs: OutputDescription[]) =>
  ({
    kind: "fn",
    name,
    fnName: name,
    concurrent: false,
    inputs,
    outputs,
    source: source(),
    ...common,
  }) as const satisfies NodeDescription;

export const inference = (
  name: string,
  model: string,
  task: string,
  inputs: InputDescription[],
  outputs: OutputDescription[],
) =>
  ({
    kind: "inference",
    name,
    model,
    task,
    inputs,
    outputs,
    source: source(),
    ...common,
  }) as const satisfies NodeDescription;

export const done = (outputs: NodeState["outputs"], duration: number, results = 1, shown = 1): NodeState => ({
  ...emptyNode,
  status: "done",
  freshness: { kind: "fresh" },
  duration,
  outputs: outputs ?? {},
  shown: `r${shown}`,
  results: Array.from({ length: results }, (_, index) => ({
    id: `r${results - index}`,
    key: `k${results - index}`,
    startedAt: Date.now() - (index + 1) * 400_000,
    duration,
    starred: false,
    edited: false,
  })),
});

/** Columns of cards by what they depend on; the samples need no layout library. */
export function columns(graph: GraphDescription, picks: Readonly<Record<string, string>> = {}): Layout {
  const { cards, edges } = cardsOf(graph, picks);
  const depth = new Map<string, number>(cards.map(({ id }) => [id, 0]));
  for (let changed = true; changed;) {
    changed = false;
    for (const { source: start, target } of edges) {
      const next = (depth.get(start) ?? 0) + 1;
      if (next > (depth.get(target) ?? 0)) {
        depth.set(target, next);
        changed = true;
      }
    }
  }
  const bottoms: number[] = [];
  const widths: number[] = [];
  for (const card of cards) {
    const column = depth.get(card.id) ?? 0;
    widths[column] = Math.max(widths[column] ?? 330, cardShape(card).width);
  }
  const left = (column: number) => widths.slice(0, column).reduce((sum, width) => sum + width + 70, 0);
  return {
    cards: Object.fromEntries(
      cards.map((card) => {
        const { width, height } = cardShape(card);
        const column = depth.get(card.id) ?? 0;
        const y = bottoms[column] ?? 0;
        bottoms[column] = y + height + 28;
        return [card.id, { x: left(column), y, width, height }];
      }),
    ),
  };
}

export function stateOf(graph: GraphDescription, more: Partial<CanvasState> = {}): CanvasState {
  return {
    revision: 1,
    title: "podcast.ts",
    graph,
    graphs: [graph.name],
    loading: { kind: "ready" },
    layout: columns(graph),
    sheets: [
      { id: "s1", name: "Episode 12", usedAt: Date.now() },
      { id: "s2", name: "Episode 11", usedAt: Date.now() - 90_000_000 },
    ],
    sheet: "s1",
    inputs: {},
    picks: {},
    positions: {},
    sizes: {},
    compact: {},
    kept: {},
    partial: {},
    nodes: Object.fromEntries(graph.nodes.map(({ name }) => [name, emptyNode])),
    preview: { run: graph.nodes.map(({ name }) => ({ node: name, why: "missing" })), reused: [] },
    canUndo: true,
    canRedo: false,
    account: { signedIn: true, name: "someone" },
    trusted: true,
    notices: [],
    earlier: [],
    ...more,
  };
}
