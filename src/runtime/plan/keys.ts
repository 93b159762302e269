import type { InputId, InputNodeDescription, StepDescription } from "../graph/description.ts";
import { callsOf } from "../graph/calls.ts";
import type { ComponentDescription } from "../components/description.ts";
import type { Value } from "../values/value.ts";
import type { KeyParts } from "../sheets/store.ts";
import { canonical, contentHash, hashText } from "./hash.ts";
import type { PlanNode, PlanInput } from "./resolved-graph.ts";
import { portValueHash, type Produced } from "./produced.ts";
import { statePart, stateOfTheApp } from "./states.ts";

/** What a key needs to know of a sheet and of the results upstream. */
export interface KeyContext {
  canvasValue(input: InputId, component: ComponentDescription): Value;
  /** Present content of a fixed input that names a file, where it does; else the value itself. */
  fixedValue(node: string, input: string, value: Value): Value;
  produced(planNode: number): Produced | undefined;
  takesPartial(input: InputId): boolean;
  acceptedCommit(node: string): string | undefined;
  /** What decides about a node that a function calls, besides what it gets from the call; as a hash. */
  calledKey(node: string): string;
}

/** How an input of a node is called outside the node. */
export function inputId(node: string, input: string): InputId {
  return `${node}.${input}`;
}

/** What a plan node's result would be made from now, part by part. */
export function partsOf(planNode: PlanNode, context: KeyContext): KeyParts {
  const { code, options } = staticParts(planNode.node);
  const inputs: Record<string, string> = {};
  const upstream: Record<string, string> = {};
  for (const input of planNode.inputs) {
    const { source } = input;
    if (source.kind === "port") {
      upstream[source.name] = upstreamHash(planNode, input, context);
      if (isPartial(planNode, input, context)) inputs[source.name] = hashText("those that worked");
    } else if (source.kind === "component") {
      inputs[source.name] = contentHash(context.canvasValue(source.input, source.component));
    } else if (source.kind === "fixed") {
      inputs[source.name] = contentHash(context.fixedValue(planNode.name, source.name, source.value));
    } else if (source.kind === "callable") {
      inputs[source.name] = source.code;
    }
  }
  const states = statePart(planNode, (index) => context.produced(index));
  if (states !== undefined) upstream[stateOfTheApp] = states;
  const commit = context.acceptedCommit(planNode.name);
  const calls = callsOf(planNode.node).map((name) => [name, context.calledKey(name)] as const);
  return {
    code,
    options,
    inputs,
    upstream,
    ...(planNode.choice === undefined ? {} : { variant: planNode.name }),
    ...(commit === undefined ? {} : { commit }),
    ...(calls.length > 0 ? { calls: Object.fromEntries(calls) } : {}),
  };
}

function upstreamHash(planNode: PlanNode, input: PlanInput, context: KeyContext): string {
  const produced = context.produced(input.from!);
  return produced
    ? portValueHash(input, produced, context.takesPartial(inputId(planNode.name, input.source.name)))
    : "";
}

function isPartial(planNode: PlanNode, input: PlanInput, context: KeyContext): boolean {
  const { source } = input;
  return (
    source.kind === "port" &&
    source.from.all &&
    context.produced(input.from!)?.failed !== undefined &&
    context.takesPartial(inputId(planNode.name, source.name))
  );
}

export function keyOf(parts: KeyParts): string {
  const calls = parts.calls ? `\n${entries(parts.calls)}` : "";
  return hashText(
    `${parts.code}\n${parts.options}\n${entries(parts.inputs)}\n${entries(parts.upstream)}\n${parts.variant ?? ""}\n${parts.commit ?? ""}${calls}`,
  );
}

/** Present parts as a key; what equals the parts of a result has its key, without making it again. */
export function keyOfParts(
  parts: KeyParts,
  like: { readonly parts: KeyParts; readonly key: string } | undefined,
): string {
  if (!like || !sameParts(parts, like.parts)) return keyOf(parts);
  return like.key.endsWith(incomplete) ? like.key.slice(0, -incomplete.length) : like.key;
}

function sameParts(a: KeyParts, b: KeyParts): boolean {
  return (
    a.code === b.code &&
    a.options === b.options &&
    a.variant === b.variant &&
    a.commit === b.commit &&
    sameEntries(a.inputs, b.inputs) &&
    sameEntries(a.upstream, b.upstream) &&
    sameEntries(a.calls ?? none, b.calls ?? none)
  );
}

const none: Readonly<Record<string, string>> = {};

function sameEntries(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

const incomplete = " incomplete";

/** The key of a result in which items failed, or of a fallback: it is not what its key promises, so it is never fresh. */
export function incompleteKey(key: string): string {
  return key + incomplete;
}

function entries(record: Readonly<Record<string, string>>): string {
  const names = Object.keys(record);
  if (names.length > 1) names.sort();
  let text = "";
  for (const name of names) text += `${JSON.stringify(name)}=${record[name]};`;
  return text;
}

const known = new WeakMap<StepDescription | InputNodeDescription, { code: string; options: string }>();

function staticParts(node: StepDescription | InputNodeDescription): { code: string; options: string } {
  let parts = known.get(node);
  if (!parts) known.set(node, (parts = { code: node.code, options: hashText(canonical(optionsOf(node))) }));
  return parts;
}

/** What decides about a result; labels, limits of time and concurrency, and how outputs look do not. */
function optionsOf(node: StepDescription | InputNodeDescription): Value {
  const outputs = node.outputs.map(({ name, view }) => [
    name,
    view.kind === "component"
      ? view.component.component
      : view.kind === "items"
        ? Object.keys(view.fields)
        : null,
  ]);
  switch (node.kind) {
    case "gradio":
      return [node.kind, outputs, node.space, node.apiName, node.runLocally];
    case "inference":
      return [node.kind, outputs, node.model, node.provider ?? null, node.task ?? null];
    case "human":
      return [node.kind, outputs, node.step];
    case "fn":
    case "input":
      return [node.kind, outputs];
  }
}
