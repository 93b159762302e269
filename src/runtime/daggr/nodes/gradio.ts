import { hookOptions, inputsOption, nameOption, optionOf, outputsOption } from "../node-options.ts";
import { checkOptionNames, kindOf, mistake, optionsOf } from "../mistakes.ts";
import { looksLikeInteger } from "../reserved.ts";
import { stepOptionNames, stepOptions } from "../step-options.ts";
import { NodeObject } from "./node.ts";
import type { NodeDefinition } from "./definition.ts";

const optionNames = [
  "apiName",
  "inputs",
  "outputs",
  "runLocally",
  "validate",
  "preprocess",
  "postprocess",
  ...stepOptionNames,
  "name",
];

export class GradioNode extends NodeObject {
  constructor(spaceOrUrl: unknown, options?: unknown) {
    super(gradioDefinition(spaceOrUrl, options));
  }
}

function gradioDefinition(spaceOrUrl: unknown, given: unknown): NodeDefinition {
  const maker = "GradioNode";
  if (typeof spaceOrUrl !== "string" || spaceOrUrl.trim() === "") {
    throw mistake(
      `${maker} takes a Space ('owner/name') or a URL first, but got ${kindOf(spaceOrUrl)}.`,
      'As in new GradioNode("hf-applications/Z-Image-Turbo", { apiName: "/generate_image", inputs: { … } }).',
    );
  }
  const space = spaceOrUrl.trim();
  const options = optionsOf(`${maker} '${space}'`, given);
  const name = nameOption(`${maker} '${space}'`, options);
  const of = `${maker} '${name ?? space}'`;
  checkOptionNames(of, options, optionNames);
  const validate = optionOf(of, options, "validate", "boolean") ?? true;
  if (validate) checkSpace(space);
  const outputs = outputsOption(of, options["outputs"], new Map());
  return {
    maker,
    name,
    shortName: shortName(space),
    inputs: inputsOption(of, options["inputs"]),
    hasInputs: options["inputs"] !== undefined,
    outputs,
    ...hookOptions(of, options),
    ...stepOptions(of, options, outputs),
    own: {
      kind: "gradio",
      space,
      apiName: apiNameOf(of, options["apiName"]),
      runLocally: optionOf(of, options, "runLocally", "boolean") ?? false,
      validate,
    },
  };
}

function checkSpace(space: string): void {
  if (/^https?:\/\//.test(space) ? URL.canParse(space) : /^[\w.-]+\/[\w.-]+$/.test(space)) return;
  throw mistake(`'${space}' is neither a Space, as in 'owner/name', nor a URL, as in 'https://…'.`);
}

/** The Space's name, or the host of a URL that is no Space's page. */
function shortName(space: string): string {
  if (!URL.canParse(space)) return space.split("/").at(-1)!;
  const { host, pathname } = new URL(space);
  const page = /^\/spaces\/[^/]+\/([^/]+)/.exec(pathname);
  return page ? page[1]! : host;
}

function apiNameOf(of: string, given: unknown): string | number {
  if (given === undefined) return "/predict";
  if (typeof given === "number" && Number.isInteger(given) && given >= 0) return given;
  if (typeof given !== "string" || given === "") {
    throw mistake(
      `The option 'apiName' of ${of} must be an endpoint such as "/predict", or the number of one, but is ${kindOf(given)}.`,
    );
  }
  const bare = given.replace(/^\//, "");
  return looksLikeInteger(bare) ? Number(bare) : `/${bare}`;
}
