import type { InputValue } from "../headless/input-changes.ts";
import type { RunSetup } from "../headless/run-setup.ts";
import type { HeadlessWorkflow } from "../headless/workflow.ts";
import type { Ask } from "../run/executors/human.ts";
import type { Json, Value } from "../values/value.ts";

/** Gives a workflow all that a setup says, except for what is bypassed, which a run is told. */
export async function applySetup(
  workflow: HeadlessWorkflow,
  { inputs, picks, drawn, answers }: RunSetup,
  otherwise: Ask,
): Promise<void> {
  for (const [choice, variant] of Object.entries(picks)) await workflow.pick(choice, variant);
  await workflow.setInputs(Object.entries(inputs).map(inputValue));
  await workflow.keepDrawn(Object.entries(drawn).map(([input, value]) => ({ input, value })));
  await workflow.answerWith(answerInOrder(answers, otherwise));
}

/** The answers of each step in their order; each counts once, as there is one for each item of a scatter. */
function answerInOrder(answers: RunSetup["answers"], otherwise: Ask): Ask {
  const left = new Map(Object.entries(answers).map(([node, list]) => [node, [...list]]));
  return async (node, question, signal) => left.get(node)?.shift() ?? otherwise(node, question, signal);
}

/** `node.input`; the node's name may hold dots, the input's may not. */
function inputValue([place, value]: [string, Value]): InputValue {
  const dot = place.lastIndexOf(".");
  // The cast: a reference is plain JSON too, which an interface does not say.
  return { node: place.slice(0, Math.max(0, dot)), input: place.slice(dot + 1), value: value as Json };
}
