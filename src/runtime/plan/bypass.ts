import { namesFile } from "../components/component-queries.ts";
import { fitsView } from "../graph/outputs.ts";
import type { Value, Values } from "../values/value.ts";
import { type KeyContext, inputId } from "./keys.ts";
import { mapLeaves } from "./nesting.ts";
import type { PlanNode, PlanInput } from "./resolved-graph.ts";
import { takePort, type Produced } from "./produced.ts";

/**
 * What a bypassed node passes on: for each output the first input whose value fits it. Undefined while an upstream result is
 * missing, or where nothing fits.
 */
export function bypassed(planNode: PlanNode, context: KeyContext): Produced | undefined {
  const given: { input: PlanInput; value: Value; produced?: Produced }[] = [];
  for (const input of planNode.inputs) {
    const { source } = input;
    if (source.kind === "component") {
      given.push({ input, value: context.canvasValue(source.input, source.component) });
    } else if (source.kind === "fixed") {
      given.push({ input, value: context.fixedValue(planNode.name, source.name, source.value) });
    } else if (source.kind === "port") {
      const produced = context.produced(input.from!);
      if (!produced) return undefined;
      given.push({ input, value: passed(planNode, input, produced, context), produced });
    }
  }
  const outputs: Record<string, Value> = {};
  const used: Produced[] = [];
  for (const { name, view } of planNode.node.outputs) {
    // A value that is scattered less deep than the node would have to be repeated: only equally deep ones pass through.
    const first = given.find(
      ({ input, value }) => input.depth === planNode.depth && everyLeafFits(value, input.depth, view),
    );
    if (!first) return undefined;
    outputs[name] = first.value;
    if (first.produced) used.push(first.produced);
  }
  return {
    outputs,
    failed: used.find((produced) => produced.failed !== undefined)?.failed,
    canvas: Object.assign({}, ...used.map(({ canvas }) => canvas)) as Produced["canvas"],
    picks: Object.assign({}, ...used.map(({ picks }) => picks)) as Produced["picks"],
  };
}

function passed(planNode: PlanNode, input: PlanInput, produced: Produced, context: KeyContext): Value {
  const { value } = takePort(
    input,
    produced,
    context.takesPartial(inputId(planNode.name, input.source.name)),
  );
  const field = input.source.kind === "port" ? input.source.from.field : undefined;
  if (field === undefined) return value;
  return mapLeaves(value, input.depth, (item) =>
    typeof item === "object" && item !== null ? ((item as Values)[field] ?? null) : null,
  );
}

function everyLeafFits(
  value: Value,
  depth: number,
  view: PlanNode["node"]["outputs"][number]["view"],
): boolean {
  let fitting = true;
  mapLeaves(value, depth, (leaf) => {
    // A text where a file is wanted would be taken for the name of one.
    const isName = view.kind === "component" && leaf !== null && namesFile(view.component, leaf);
    fitting &&= leaf !== null && !isName && fitsView(view, leaf) === undefined;
    return null;
  });
  return fitting;
}
