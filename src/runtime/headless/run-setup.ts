import type { GraphDescription, InputId } from "../graph/description.ts";
import { canvasInputs } from "../graph/canvas-inputs.ts";
import { asksPerson, callsService } from "../graph/node-kinds.ts";
import type { PlanNode } from "../plan/resolved-graph.ts";
import type { OpenSheet } from "../session/sheets/open-sheet.ts";
import type { ResultRecord } from "../sheets/store.ts";
import { setOwn, type Value } from "../values/value.ts";

/** What a callable gave: `node.input`. */
export interface DrawnValue {
  readonly input: InputId;
  readonly value: Value;
}

/** All that decides what a run gives, besides the file: enough for another run to give the same. Files are references. */
export interface RunSetup {
  /** `node.input`, or `node.port` for edited items of a list. */
  readonly inputs: Readonly<Record<string, Value>>;
  /** Choice → variant. */
  readonly picks: Readonly<Record<string, string>>;
  readonly drawn: Readonly<Record<string, Value>>;
  readonly bypassed: readonly string[];
  /** Human step → what it was answered, in order. */
  readonly answers: Readonly<Record<string, readonly Value[]>>;
  /** Nodes that would call a Space or a model. */
  readonly services: readonly string[];
}

/** What a sheet was given, with what its shown results were made with. */
export function setupOf(graph: GraphDescription, { data, view }: OpenSheet): RunSetup {
  const { inputs, picks, kept, bypassed } = data.sheet;
  const known = new Set(canvasInputs(graph).map(({ id }) => id));
  const nodes = view.resolvedGraph?.planNodes ?? [];
  const setup = {
    inputs: Object.fromEntries(Object.entries(inputs).filter(([id]) => known.has(id))),
    picks: { ...picks },
    drawn: { ...kept },
    bypassed: nodes.flatMap(({ name }) => (bypassed[name] === true ? [name] : [])),
    answers: {} as Record<string, readonly Value[]>,
    services: nodes.flatMap(({ name, node }) => (callsService(node) ? [name] : [])),
  };
  for (const planNode of nodes) {
    const { name, node } = planNode;
    const record = data.shown(name);
    if (!record) continue;
    // Items of a scatter draw anew.
    if (record.items === undefined)
      for (const [input, value] of Object.entries(record.drawn))
        setOwn(setup.drawn, `${name}.${input}`, value);
    if (asksPerson(node)) setOwn(setup.answers, name, answersOf(planNode, record));
    if (record.editedFrom !== undefined)
      for (const { name: port, view: shown } of node.outputs)
        if (shown.kind === "items") setOwn(setup.inputs, `${name}.${port}`, record.outputs[port] ?? null);
  }
  return setup;
}

/** What a person must have answered for this result. */
function answersOf({ node }: PlanNode, { outputs, items }: ResultRecord): readonly Value[] {
  const port = node.outputs[0]?.name ?? "";
  const given = items?.map((item) => item.outputs?.[port] ?? null) ?? [outputs[port] ?? null];
  const approves = node.kind === "human" && node.step === "approve";
  return approves ? given.map(() => true) : given;
}
