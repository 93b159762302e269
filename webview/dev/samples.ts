import type { ComponentName } from "../../src/runtime/components/description.ts";
import type { NodeDescription } from "../../src/runtime/graph/description.ts";
import type { CanvasState, NodeState } from "../../src/runtime/protocol/canvas.ts";
import { emptyNode } from "../../src/runtime/protocol/reduce.ts";
import { component, done, fn, from, input, output, stateOf } from "./build-graph.ts";
import { componentSamples } from "./component-samples.ts";
import { refTo } from "./sample-files.ts";
import { podcast } from "./podcast.ts";

/** A graph of many nodes with inputs in their cards, in rows of chains that cross each other. */
function many(count: number): CanvasState {
  const width = Math.ceil(Math.sqrt(count / 2.2));
  const states: Record<string, NodeState> = {};
  const kinds: readonly ComponentName[] = ["Textbox", "Number", "Image", "JSON", "Slider"];
  const nodes = Array.from({ length: count }, (_, index): NodeDescription => {
    const name = `step ${index}`;
    const kind = kinds[index % kinds.length]!;
    const inputs = [
      ...(index % 7 === 0
        ? [
            input(
              "text",
              `${name}.text`,
              component("Textbox", { label: `Text ${index}`, value: "some text" }),
            ),
          ]
        : []),
      ...(index >= width ? [from("above", `step ${index - width}`, "output")] : []),
      ...(index > width && index % 3 === 0 ? [from("beside", `step ${index - width - 1}`, "output")] : []),
    ];
    const value = {
      Textbox: `Result ${index}`,
      Number: index,
      Image: refTo("fjord.svg"),
      JSON: { index, list: [1, 2, 3] },
      Slider: index % 100,
    }[kind as "Number"];
    states[name] =
      index % 11 === 0
        ? { ...emptyNode, status: "running", phase: { kind: "running" }, startedAt: Date.now() }
        : index % 13 === 0
          ? { ...done({ output: value }, 1000), freshness: { kind: "stale", reasons: ["code changed"] } }
          : done({ output: value }, 1200);
    return fn(name, inputs, [output("output", component(kind, { label: "Output" }))]);
  });
  return stateOf({ name: `${count} nodes`, nodes }, { nodes: states });
}

/** Every component twice: as an input, if it can be one, and showing a result. */
function components(): CanvasState {
  const entries = Object.entries(componentSamples) as [
    ComponentName,
    (typeof componentSamples)[ComponentName],
  ][];
  const nodes = entries.map(([name, sample]) =>
    fn(
      `show ${name}`,
      sample.input
        ? [input("value", `show ${name}.value`, component(name, { label: name, ...sample.options }))]
        : [],
      [output("result", component(name, { label: name, ...sample.options }))],
    ),
  );
  const states = Object.fromEntries(
    entries.map(([name, sample]) => [`show ${name}`, done({ result: sample.value }, 900)]),
  );
  const inputs = Object.fromEntries(
    entries.flatMap(([name, sample]) =>
      sample.input && sample.filled !== undefined ? [[`show ${name}.value`, sample.filled]] : [],
    ),
  );
  const state = stateOf({ name: "Components", nodes }, { nodes: states, inputs });
  const cards: Record<string, { x: number; y: number; width: number; height: number }> = {};
  const bottoms = [0, 0, 0, 0];
  for (const { name } of nodes) {
    const column = bottoms.indexOf(Math.min(...bottoms));
    const node = state.layout.cards[name];
    const its = state.layout.cards[`${name}.value`];
    const y = bottoms[column]!;
    if (its) cards[`${name}.value`] = { ...its, x: column * 880, y };
    if (node) cards[name] = { ...node, x: column * 880 + 440, y };
    bottoms[column] = y + Math.max(its?.height ?? 0, node?.height ?? 0) + 30;
  }
  return { ...state, layout: { cards } };
}

/** One node with one component. */
function single(name: ComponentName): CanvasState {
  const sample = componentSamples[name];
  const shown = component(name, { label: name, ...sample.options });
  const node = fn("show", sample.input ? [input("value", "show.value", shown)] : [], [
    output("result", shown),
  ]);
  return stateOf(
    { name, nodes: [node] },
    {
      nodes: { show: done({ result: sample.value }, 900) },
      inputs: sample.filled === undefined ? {} : { "show.value": sample.filled },
    },
  );
}

export const samples: Readonly<Record<string, () => CanvasState>> = {
  podcast,
  "100": () => many(100),
  "300": () => many(300),
  "1000": () => many(1000),
  "5000": () => many(5000),
  components,
  empty: () => ({
    ...podcast(),
    graph: undefined,
    loading: { kind: "ready" },
    nodes: {},
    preview: { run: [], reused: [] },
    run: undefined,
  }),
  "load-failed": () => ({
    ...podcast(),
    run: undefined,
    loading: {
      kind: "failed",
      failure: {
        message: "Unexpected token '}' in podcast.ts.",
        help: "Mend the line and save the file.",
        at: { file: "/workflows/podcast.ts", line: 41, column: 3 },
      },
    },
  }),
  snapshot: () => ({ ...podcast(), run: undefined, loading: { kind: "snapshot" } }),
  untrusted: () => ({ ...podcast(), run: undefined, loading: { kind: "snapshot" }, trusted: false }),
  notices: () => ({
    ...podcast(),
    account: { signedIn: false },
    notices: [
      {
        id: "n1",
        level: "warning",
        text: "The Space 'hf-applications/Z-Image-Turbo' was updated since its results were made.",
        actions: [
          { type: "accept-commit", title: "Use the new version", node: "painter" },
          { type: "duplicate-space", title: "Duplicate the old one", node: "painter" },
        ],
      },
      {
        id: "n2",
        level: "information",
        text: "Sign in to Hugging Face to use private Spaces and your ZeroGPU quota.",
        actions: [{ type: "dismiss", title: "Dismiss" }],
      },
    ],
  }),
  ...Object.fromEntries(
    (Object.keys(componentSamples) as ComponentName[]).map((name) => [
      `component-${name}`,
      () => single(name),
    ]),
  ),
};
