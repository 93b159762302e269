import type { FileShape } from "../components/file-positions.ts";
import { specOf } from "../components/registry.ts";
import type { InferenceNodeDescription } from "../graph/description.ts";
import type { Lookup } from "../hub/hub.ts";
import type { ModelInfo } from "../hub/model-info.ts";
import { taskOf } from "./tasks/table.ts";
import type { Value, Values } from "../values/value.ts";
import { StepError } from "../failures/failure.ts";
import { findClosest, quoteList } from "../text/similarity.ts";
import type { TaskInput, TaskSpec } from "./task-spec.ts";

export interface SortedInputs {
  /** By the task's own names. */
  readonly own: Values;
  /** The rest, spelt as providers do. */
  readonly parameters: Readonly<Record<string, Value>>;
}

/** The input of a task that a node's input stands for; undefined for a parameter of the model. */
export function inputOf(spec: TaskSpec, name: string, all: readonly string[]): TaskInput | undefined {
  const exact = spec.inputs.find((input) => input.name === name);
  if (exact) return exact;
  // Another name counts only where the task's own is not given as well, and not for two inputs.
  return spec.inputs.find(
    (input) => input.also?.includes(name) && !all.includes(input.name) && firstOf(input, all) === name,
  );
}

function firstOf(input: TaskInput, all: readonly string[]): string | undefined {
  return input.also?.find((other) => all.includes(other));
}

/** A node's inputs as the task's own and the model's parameters. Rejects where a required one is missing. */
export function sortInputs(title: string, task: string, spec: TaskSpec, inputs: Values): SortedInputs {
  const names = Object.keys(inputs);
  const own: Record<string, Value> = {};
  const parameters: Record<string, Value> = {};
  const taken = new Set<TaskInput>();
  for (const [name, value] of Object.entries(inputs)) {
    const input = inputOf(spec, name, names);
    if (input && !taken.has(input)) {
      taken.add(input);
      own[input.name] = value;
    } else if (value !== null) parameters[snakeCase(name)] = value;
  }
  const missing = spec.inputs.filter(({ name, required }) => required && (own[name] ?? null) === null);
  if (missing.length === 0) return { own, parameters };
  const first = missing[0]?.name ?? "";
  const near = findClosest(first, Object.keys(parameters));
  throw new StepError({
    message:
      `${title} needs a value for ${quoteList(missing.map(({ name }) => name))} (task ${task}).` +
      (near ? ` Is '${near}' meant to be '${first}'?` : ""),
    help: `Inputs of this task: ${quoteList(spec.inputs.map(({ name }) => name))}; others are passed on as the model's parameters.`,
  });
}

/** `numInferenceSteps` is `num_inference_steps` at every provider. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Where the inputs of a model have files, by input, as its task says. */
export function modelFileShapes(
  node: InferenceNodeDescription,
  model: Lookup<ModelInfo> | undefined,
): ReadonlyMap<string, FileShape> {
  const offered = model?.kind === "found" ? model.info.providers[0]?.task : undefined;
  const spec = taskOf(node.task ?? offered ?? "");
  const names = node.inputs.map(({ name }) => name);
  const shapes = names.flatMap((name) => {
    const input = spec && inputOf(spec, name, names);
    return input ? [[name, specOf(input.component).files({})] as const] : [];
  });
  return new Map(shapes);
}
