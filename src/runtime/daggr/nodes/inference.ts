import {
  defaultOutput,
  hookOptions,
  inputsOption,
  nameOption,
  optionOf,
  outputsOption,
} from "../node-options.ts";
import { checkOptionNames, kindOf, mistake, optionsOf } from "../mistakes.ts";
import { stepOptionNames, stepOptions } from "../step-options.ts";
import { NodeObject } from "./node.ts";
import type { NodeDefinition } from "./definition.ts";

const optionNames = ["inputs", "outputs", "task", "preprocess", "postprocess", ...stepOptionNames, "name"];

export class InferenceNode extends NodeObject {
  constructor(model: unknown, options?: unknown) {
    super(inferenceDefinition(model, options));
  }
}

function inferenceDefinition(given: unknown, givenOptions: unknown): NodeDefinition {
  const maker = "InferenceNode";
  if (typeof given !== "string" || given.trim() === "") {
    throw mistake(
      `${maker} takes a model first, as in 'owner/model' or 'owner/model:provider', but got ${kindOf(given)}.`,
    );
  }
  const [model = "", provider, ...more] = given.trim().split(":");
  if (!/^[\w.-]+(\/[\w.-]+)?$/.test(model) || provider === "" || more.length > 0) {
    throw mistake(`'${given}' is no model: expected 'owner/model', or 'owner/model:provider'.`);
  }
  const options = optionsOf(`${maker} '${model}'`, givenOptions);
  const name = nameOption(`${maker} '${model}'`, options);
  const of = `${maker} '${name ?? model}'`;
  checkOptionNames(of, options, optionNames);
  const outputs = outputsOption(of, options["outputs"], defaultOutput);
  return {
    maker,
    name,
    shortName: model.split("/").at(-1)!,
    inputs: inputsOption(of, options["inputs"]),
    hasInputs: options["inputs"] !== undefined,
    outputs,
    ...hookOptions(of, options),
    ...stepOptions(of, options, outputs),
    own: { kind: "inference", model, provider, task: optionOf(of, options, "task", "string") },
  };
}
