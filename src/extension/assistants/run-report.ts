import type * as vscode from "vscode";
import { Budget, excerpt, type Cut } from "../../mcp/runs/excerpt.ts";
import { ToolError } from "../../mcp/safety/tool-error.ts";
import type { RunReport } from "../../runtime/headless/run-report.ts";
import type { NodeState, RunPreview } from "../../runtime/protocol/canvas.ts";
import { filesIn, isFileRef, type Json, type Value } from "../../runtime/values/value.ts";
import type { Session } from "../engine/sessions.ts";
import type { ExtensionServices } from "../feature.ts";

/** Characters of all results of one answer together. */
const maxCharacters = 16_000;

export interface WantedRun {
  readonly file: vscode.Uri;
  readonly graph?: string | undefined;
  /** This node and what it needs; undefined: everything. */
  readonly node?: string | undefined;
}

/** Runs a graph in its sheet, and gives what `daggr run --json` prints; long values are cut. */
export async function runAndReport(
  services: ExtensionServices,
  { file, graph, node }: WantedRun,
  token: vscode.CancellationToken,
): Promise<RunReport & { readonly cut: readonly Cut[] }> {
  const session = await services.sessions.open(file, graph);
  if (!(await session.ensureLoaded())) {
    const { loading } = session.state;
    throw new ToolError(
      loading.kind === "failed" ? loading.failure.message : "The file could not be loaded.",
    );
  }
  if (session.state.run !== undefined)
    throw new ToolError("It is running already. Wait until that run is over.");
  const mode = node === undefined ? "step" : "to-here";
  // The cast: it is the answer to this intent.
  const plan = (await session.send({ type: "preview", request: 0, node, mode })) as unknown as RunPreview;
  // Before it begins: a short run is over when the answer comes.
  const ended = plan.run.length > 0 ? runEnds(services, session, token) : undefined;
  ended?.catch(() => {});
  await session.send(
    node === undefined ? { type: "run-all", forced: false } : { type: "run", node, mode: "to-here" },
  );
  await ended;
  return report(services, session, plan);
}

/** The end of the next run of a session, also where it is stopped. */
async function runEnds(
  { engine, sessions }: ExtensionServices,
  session: Session,
  token: vscode.CancellationToken,
): Promise<void> {
  let hasBegun = false;
  const subscriptions: vscode.Disposable[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      subscriptions.push(
        token.onCancellationRequested(() => void session.send({ type: "stop" })),
        engine.onEvent((event) => {
          if (event.type === "run-ended" && event.session === session.id) resolve();
        }),
        sessions.onDidChange((change) => {
          if (change.session !== session) return;
          const isRunning = session.state.run !== undefined;
          if (hasBegun && !isRunning) resolve();
          hasBegun ||= isRunning;
        }),
        sessions.onDidLose((reason) => reject(new ToolError(reason))),
      );
    });
  } finally {
    for (const one of subscriptions) one.dispose();
  }
}

async function report(
  { engine }: ExtensionServices,
  { id }: Session,
  { run, reused }: RunPreview,
): Promise<RunReport & { readonly cut: readonly Cut[] }> {
  const calls = await engine.calls();
  // What the canvas was told comes a little later than the end.
  const state = await calls.snapshot({ session: id });
  const made: RunReport & { cut: Cut[] } = {
    graph: state.graph?.name ?? "",
    results: {},
    errors: {},
    durations: {},
    reused: [...reused],
    cut: [],
  };
  const budget = new Budget(maxCharacters);
  const pathOf = async (value: Value): Promise<ReadonlyMap<string, string>> => {
    const found = [...filesIn(value)].map(async ({ $file, name }) => {
      const path = await calls.pathOf({ hash: $file, name });
      return [$file, path ?? name] as const;
    });
    return new Map(await Promise.all(found));
  };
  for (const node of [...run.map((step) => step.node), ...reused]) {
    const now = state.nodes[node];
    if (now === undefined) continue;
    const error = errorOf(now);
    if (error !== undefined) made.errors[node] = error;
    if (now.outputs === undefined || now.freshness.kind === "stale") continue;
    const ports: Record<string, Json> = {};
    for (const [port, value] of Object.entries(now.outputs)) {
      const plain = withPaths(value, await pathOf(value));
      ports[port] = excerpt(plain, budget, (at, size, offset) =>
        made.cut.push({ node, port, at, size, offset }),
      );
    }
    made.results[node] = ports;
    if (!reused.includes(node) && now.duration !== undefined) made.durations[node] = Math.round(now.duration);
  }
  return made;
}

function errorOf({ status, failure }: NodeState): RunReport["errors"][string] | undefined {
  if (status === "stopped") return { message: "It was stopped.", line: null };
  if (status !== "failed" || failure === undefined) return undefined;
  const { message, fullMessage = message, help, at } = failure;
  return { message: [fullMessage, help ?? ""].join(" ").trim(), line: at?.line ?? null };
}

/** Files by their paths. */
function withPaths(value: Value, paths: ReadonlyMap<string, string>): Json {
  if (typeof value !== "object" || value === null) return value;
  if (isFileRef(value)) return paths.get(value.$file) ?? value.name;
  if (Array.isArray(value)) return (value as readonly Value[]).map((part) => withPaths(part, paths));
  const fields = Object.entries(value as Readonly<Record<string, Value>>);
  return Object.fromEntries(fields.map(([name, part]) => [name, withPaths(part, paths)]));
}
