import { setTimeout as delay } from "node:timers/promises";
import type { StepFailure } from "../failures/failure.ts";
import type { GraphDescription, NodeDescription } from "../graph/description.ts";
import type { CanvasState, LineageStep, NodeState } from "../protocol/canvas.ts";
import type { ExportedSheet } from "../protocol/exported-sheet.ts";
import type { ResultId } from "../sheets/store.ts";
import type { ShowPaths } from "../text/relative-paths.ts";
import { withTexts } from "../values/texts.ts";
import type { HostedSession } from "./host.ts";

/** Milliseconds. */
const layoutTime = 30_000;

/** The shown sheet as it may be handed to others: what its canvas shows, without what is this machine's or this person's only. */
export async function exportedSheet(session: HostedSession, show: ShowPaths): Promise<ExportedSheet> {
  await laidOut(session);
  const state = stateForOthers(session.state);
  const steps: Record<ResultId, LineageStep> = {};
  const lineage: Record<ResultId, readonly ResultId[]> = {};
  for (const [node, { shown }] of Object.entries(state.nodes)) {
    if (shown === undefined) continue;
    const found = await session.send({ type: "lineage", request: 0, node, result: shown });
    // Cast: the engine makes these steps from stored results, whose values it has checked.
    const made = (found ?? []) as unknown as readonly LineageStep[];
    lineage[shown] = made.map(({ result }) => result);
    for (const { ranOn: _, ...step } of made) steps[step.result] = step;
  }
  // Failures name files, and so may fixed inputs and what functions return.
  return withTexts({ state, steps, lineage }, show);
}

/** Where the cards stand arrives a moment after the graph. */
async function laidOut(session: HostedSession): Promise<void> {
  const end = Date.now() + layoutTime;
  while (session.state.graph && Object.keys(session.state.layout.cards).length === 0) {
    if (Date.now() > end) throw new Error("The cards could not be laid out in time. Export the page again.");
    await delay(20);
  }
}

function stateForOthers(state: CanvasState): CanvasState {
  const { graph, sheet } = state;
  if (graph === undefined || sheet === undefined)
    throw new Error(
      `There is no sheet of ${state.title} yet. Open its canvas or run it once, then export it.`,
    );
  return {
    ...state,
    revision: 0,
    graph: withoutPaths(graph),
    graphs: [graph.name],
    loading: { kind: "ready" },
    sheets: state.sheets.filter(({ id }) => id === sheet),
    // Each window sees it whole first.
    view: undefined,
    nodes: Object.fromEntries(Object.entries(state.nodes).map(([name, node]) => [name, nodeForOthers(node)])),
    run: undefined,
    preview: { run: [], reused: [] },
    earlier: [],
    canUndo: false,
    canRedo: false,
    account: { signedIn: false },
    trusted: true,
    recording: undefined,
    notices: [],
  };
}

/** As it stands: what runs, waits or asks goes on elsewhere. */
function nodeForOthers(node: NodeState): NodeState {
  const resting = node.status === "done" || node.status === "failed" || node.status === "stopped";
  return {
    ...node,
    status: resting ? node.status : node.shown === undefined ? "idle" : "done",
    phase: undefined,
    progress: undefined,
    startedAt: undefined,
    ranOn: undefined,
    question: undefined,
    // What functions printed is for whoever runs them.
    logs: [],
    streaming: false,
    failure: node.failure && failureForOthers(node.failure),
    items: node.items?.map((item) => ({
      ...item,
      ranOn: undefined,
      status: item.status === "waiting" || item.status === "running" ? "stopped" : item.status,
      failure: item.failure && failureForOthers(item.failure),
    })),
    // Of the others, the page has no values.
    results: node.results.filter(({ id }) => id === node.shown),
  };
}

function failureForOthers({ message, fullMessage, help, causes }: StepFailure): StepFailure {
  return { message, fullMessage, help, causes };
}

/** Where the code lies on this machine is nobody else's business. */
function withoutPaths(graph: GraphDescription): GraphDescription {
  const { source: _, allowedPaths: __, persistKey: ___, ...rest } = graph;
  return { ...rest, nodes: graph.nodes.map(withoutSource) };
}

function withoutSource<N extends NodeDescription>(node: N): N {
  const { source: _, ...rest } = node;
  if (node.kind !== "choice") return rest as N;
  // Cast: TypeScript does not narrow the type parameter by its kind.
  return { ...rest, variants: node.variants.map(withoutSource) } as unknown as N;
}
