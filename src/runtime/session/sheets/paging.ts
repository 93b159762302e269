import { canvasInputs } from "../../graph/canvas-inputs.ts";
import { evaluate, ownValue } from "../../plan/evaluate.ts";
import type { PlanNode, ResolvedGraph } from "../../plan/resolved-graph.ts";
import type { LineageStep } from "../../protocol/canvas.ts";
import type { ResultId, ResultRecord, SheetChange } from "../../sheets/store.ts";
import type { OpenSheet } from "./open-sheet.ts";

/**
 * Shows an earlier result of a node, with everything around it as it was: the canvas inputs and picks that made it, the
 * upstream results that it used, and those results of other nodes that were made from all this, where there are some.
 */
export async function showResult(sheet: OpenSheet, node: string, result: ResultId): Promise<void> {
  const { data, view } = sheet;
  const record = await data.load(node, result);
  if (!record) throw new Error(`This result of '${node}' is no longer there.`);
  const upstream = await ancestors(sheet, record);
  const changes: SheetChange[] = [
    ...inputsOf(sheet, record),
    ...Object.entries(record.picks).map(([key, value]): SheetChange => ({ field: "picks", key, value })),
  ].filter((change) => isChange(sheet, change));
  if (changes.length > 0) view.change(...changes);
  for (const one of upstream) data.show(one);
  data.show(record);
  await showWhatFollows(sheet, record, upstream);
  view.refresh();
}

/** What the workflow file says too is no edit, so that the input follows the file as before. */
function inputsOf({ data, view }: OpenSheet, { canvas }: ResultRecord): SheetChange[] {
  const inputs = view.resolvedGraph ? canvasInputs(view.resolvedGraph.graph) : [];
  const own = new Map(inputs.map(({ id, component }) => [id, ownValue(id, component, data)]));
  return Object.entries(canvas).map(([key, value]) => {
    const isOwn = JSON.stringify(own.get(key)) === JSON.stringify(value);
    return { field: "inputs", key, value: isOwn ? undefined : value };
  });
}

function isChange({ data }: OpenSheet, change: SheetChange): boolean {
  if (change.field === "view") return false;
  return JSON.stringify(data.sheet[change.field][change.key]) !== JSON.stringify(change.value);
}

/** The results a result was made from, directly or not; those that are gone are left out. */
async function ancestors(sheet: OpenSheet, record: ResultRecord): Promise<ResultRecord[]> {
  const found = new Map<string, ResultRecord>();
  const open = [record];
  for (let one = open.pop(); one; one = open.pop()) {
    for (const [node, id] of Object.entries(one.upstream)) {
      if (found.has(node)) continue;
      const loaded = await sheet.data.load(node, id);
      if (!loaded) continue;
      found.set(node, loaded);
      open.push(loaded);
    }
  }
  return [...found.values()];
}

/** Selects of other nodes what was made from what is shown now: behind the results that are back, and behind their inputs. */
async function showWhatFollows(
  sheet: OpenSheet,
  shown: ResultRecord,
  upstream: readonly ResultRecord[],
): Promise<void> {
  const { resolvedGraph } = sheet.view;
  if (!resolvedGraph) return;
  const settled = new Set([shown, ...upstream].map(({ node }) => node));
  let evaluations = evaluate(resolvedGraph, sheet.data);
  for (const index of followersOf(resolvedGraph, settled, new Set(Object.keys(shown.canvas)))) {
    const { planNode, key, valid } = evaluations[index]!;
    const match = key === undefined || valid ? undefined : await sheet.data.find(planNode.name, key);
    if (!match) continue;
    sheet.data.show(match);
    // What is selected above decides about the key below.
    evaluations = evaluate(resolvedGraph, sheet.data);
  }
}

function followersOf(
  { planNodes }: ResolvedGraph,
  settled: ReadonlySet<string>,
  inputs: ReadonlySet<string>,
): number[] {
  const reached = new Set<number>();
  const takes = ({ source }: PlanNode["inputs"][number]) =>
    source.kind === "component" && inputs.has(source.input);
  for (const { index, name, inputs: own, upstream } of planNodes) {
    if (settled.has(name) || upstream.some((one) => reached.has(one)) || own.some(takes)) reached.add(index);
  }
  return [...reached].filter((index) => !settled.has(planNodes[index]!.name));
}

/** How a result came about, itself first, then what it was made from. */
export async function lineageOf(sheet: OpenSheet, node: string, result: ResultId): Promise<LineageStep[]> {
  const record = await sheet.data.load(node, result);
  if (!record) throw new Error(`This result of '${node}' is no longer there.`);
  return [record, ...(await ancestors(sheet, record))].map((one) => ({
    node: one.node,
    result: one.id,
    startedAt: one.startedAt,
    duration: one.duration,
    inputs: one.inputs,
    canvas: one.canvas,
    outputs: one.outputs,
    upstream: one.upstream,
    editedFrom: one.editedFrom,
    fallback: one.fallback,
    ranOn: one.ranOn,
    commit: one.commit,
  }));
}
