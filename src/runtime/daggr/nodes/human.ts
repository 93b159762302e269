import type { HumanNodeDescription } from "../../graph/description.ts";
import { ComponentObject } from "../component.ts";
import { inputOption, nameOption, optionOf } from "../node-options.ts";
import { checkOptionNames, kindOf, mistake, optionsOf } from "../mistakes.ts";
import { askingOptionNames, stepOptions } from "../step-options.ts";
import { NodeObject } from "./node.ts";
import type { InputDefinition, OutputDefinition, NodeDefinition } from "./definition.ts";

/** What distinguishes the human steps. */
interface Step {
  readonly maker: string;
  readonly step: HumanNodeDescription["step"];
  readonly shortName: string;
  readonly input: string;
  readonly required: boolean;
  readonly output: string;
  view(show: ComponentObject | undefined): OutputDefinition;
}

const chooseOne: Step = {
  maker: "ChooseOne",
  step: "choose-one",
  shortName: "chooseOne",
  input: "options",
  required: true,
  output: "choice",
  view: (show) => shown(show) ?? { kind: "like", input: "options", item: true },
};

const approve: Step = {
  maker: "Approve",
  step: "approve",
  shortName: "approve",
  input: "value",
  required: true,
  output: "value",
  view: (show) => shown(show) ?? { kind: "like", input: "value", item: false },
};

const textInput: Step = {
  maker: "TextInput",
  step: "text-input",
  shortName: "textInput",
  input: "value",
  required: false,
  output: "text",
  view: () => ({ kind: "component", component: { component: "Textbox", options: {} } }),
};

export class ChooseOne extends NodeObject {
  constructor(options?: unknown) {
    super(humanDefinition(chooseOne, options));
  }
}

export class Approve extends NodeObject {
  constructor(options?: unknown) {
    super(humanDefinition(approve, options));
  }
}

export class TextInput extends NodeObject {
  constructor(options?: unknown) {
    super(humanDefinition(textInput, options));
  }
}

function humanDefinition(step: Step, given: unknown): NodeDefinition {
  const { maker, input, output } = step;
  const options = optionsOf(maker, given);
  const name = nameOption(maker, options);
  const of = name === undefined ? maker : `${maker} '${name}'`;
  checkOptionNames(of, options, [
    "name",
    "message",
    input,
    ...(step.required ? ["show"] : []),
    ...askingOptionNames,
  ]);
  const inputs = new Map<string, InputDefinition>();
  if (step.required || options[input] !== undefined)
    inputs.set(input, inputOption(of, input, options[input]));
  const show = options["show"];
  if (show !== undefined && !(show instanceof ComponentObject)) {
    throw mistake(
      `The option 'show' of ${of} must be a component, such as gr.Image(), but is ${kindOf(show)}.`,
    );
  }
  const outputs = new Map([[output, step.view(show)]]);
  return {
    maker,
    name,
    shortName: step.shortName,
    inputs,
    hasInputs: true,
    outputs,
    ...stepOptions(of, options, outputs),
    own: { kind: "human", step: step.step, message: optionOf(of, options, "message", "string") },
  };
}

function shown(show: ComponentObject | undefined): OutputDefinition | undefined {
  return show && { kind: "component", component: show.description };
}
