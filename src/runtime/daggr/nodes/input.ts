import { inputsOption, nameOption, outputsOption } from "../node-options.ts";
import { checkOptionNames, mistake, optionsOf } from "../mistakes.ts";
import { NodeObject } from "./node.ts";
import type { NodeDefinition } from "./definition.ts";

export class InputNode extends NodeObject {
  constructor(options?: unknown) {
    super(inputDefinition(options));
  }
}

/** Each port is both an input on the canvas and an output to wire. */
function inputDefinition(given: unknown): NodeDefinition {
  const maker = "InputNode";
  const options = optionsOf(maker, given);
  const name = nameOption(maker, options);
  const of = name === undefined ? maker : `${maker} '${name}'`;
  checkOptionNames(of, options, ["name", "ports"]);
  const inputs = inputsOption(of, options["ports"]);
  if (inputs.size === 0)
    throw mistake(`${of} needs ports, as in new InputNode({ ports: { prompt: gr.Textbox() } }).`);
  for (const [port, input] of inputs) {
    if (input.kind !== "component")
      throw mistake(`Port '${port}' of ${of} must be a component, such as gr.Textbox().`);
  }
  const outputs = outputsOption(of, options["ports"], new Map());
  return { maker, name, shortName: "inputs", inputs, hasInputs: true, outputs, own: { kind: "input" } };
}
