import {
  defaultOutput,
  hookOptions,
  inputsOption,
  nameOption,
  optionOf,
  outputsOption,
} from "../node-options.ts";
import { checkOptionNames, kindOf, mistake, optionsOf, unnamed } from "../mistakes.ts";
import { numberOption, stepOptionNames, stepOptions } from "../step-options.ts";
import { callsOption } from "./calls.ts";
import { NodeObject } from "./node.ts";
import type { Fn, NodeDefinition } from "./definition.ts";

const optionNames = [
  "inputs",
  "outputs",
  "preprocess",
  "postprocess",
  "concurrent",
  "concurrencyGroup",
  "maxConcurrent",
  "where",
  "retry",
  ...stepOptionNames,
  "calls",
  "name",
];

const maker = "FnNode";
const shortNameOf = (fn: { readonly name: string }) => fn.name || "fn";

export class FnNode extends NodeObject {
  constructor(fn: unknown, options?: unknown) {
    super(fnDefinition(fn, options));
  }
}

function fnDefinition(fn: unknown, given: unknown): NodeDefinition {
  if (typeof fn !== "function") {
    throw mistake(
      `${maker} takes a function first, but got ${kindOf(fn)}.`,
      "As in new FnNode(({ text }) => text.toUpperCase(), { inputs: { text: gr.Textbox() } }).",
    );
  }
  const shortName = shortNameOf(fn);
  const options = optionsOf(`${maker} '${shortName}'`, given);
  const name = nameOption(`${maker} '${shortName}'`, options);
  if (name !== undefined) return definitionNamed(`${maker} '${name}'`, fn as Fn, options, name);
  const of = `${maker} '${shortName}'`;
  return unnamed(of, () => definitionNamed(of, fn as Fn, options, undefined));
}

function definitionNamed(
  of: string,
  fn: Fn,
  options: Readonly<Record<string, unknown>>,
  name: string | undefined,
): NodeDefinition {
  checkOptionNames(of, options, optionNames);
  checkFunction(of, fn);
  const outputs = outputsOption(of, options["outputs"], defaultOutput);
  const calls = callsOption(of, options["calls"]);
  if (calls && options["concurrencyGroup"] !== undefined) {
    throw mistake(
      `${of} has both 'calls' and 'concurrencyGroup', but a function that waits for what it calls would keep its place in the group meanwhile.`,
      "Give the group to the nodes that it calls.",
    );
  }
  return {
    maker,
    name,
    shortName: shortNameOf(fn),
    inputs: inputsOption(of, options["inputs"]),
    hasInputs: options["inputs"] !== undefined,
    outputs,
    ...hookOptions(of, options),
    ...stepOptions(of, options, outputs),
    own: {
      kind: "fn",
      fn,
      // The functions that it calls may be among those that run one at a time.
      concurrent: calls !== undefined || (optionOf(of, options, "concurrent", "boolean") ?? false),
      concurrencyGroup: optionOf(of, options, "concurrencyGroup", "string"),
      maxConcurrent: numberOption(of, options, "maxConcurrent", { whole: true, above: true }),
      where: whereOption(of, options, calls !== undefined),
      retry: retryOption(of, options),
      ...(calls && { calls }),
    },
  };
}

/** @param callsOthers such a function stays where the engine is, which runs what it calls */
function whereOption(
  of: string,
  options: Readonly<Record<string, unknown>>,
  callsOthers: boolean,
): string | undefined {
  const where = optionOf(of, options, "where", "string");
  if (where === undefined) return undefined;
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/i.test(where)) {
    throw mistake(
      `The option 'where' of ${of} is '${where}', which cannot be the name of a group of workers.`,
      `Use "local", "queue", or letters, digits, '-' and '_', as in "gpu".`,
    );
  }
  if (!callsOthers || where === "local") return where;
  throw mistake(
    `${of} has both 'calls' and 'where', but a function that calls nodes runs where the engine is.`,
    "Give 'where' to the nodes that it calls.",
  );
}

function retryOption(of: string, options: Readonly<Record<string, unknown>>): "never" | undefined {
  const { retry } = options;
  if (retry === undefined || retry === "never") return retry;
  throw mistake(
    `The option 'retry' of ${of} must be "never", but is ${typeof retry === "string" ? `'${retry}'` : kindOf(retry)}.`,
    "How often it is tried again after a failure is the option 'retries', a number.",
  );
}

function checkFunction(of: string, fn: Fn): void {
  if (/^class\b/.test(Function.prototype.toString.call(fn))) {
    throw mistake(`${of} was given a class. Give a function that makes what you need of it.`);
  }
  // The second parameter is the context, so three can only be positional ones.
  if (fn.length <= 2) return;
  throw mistake(
    `The function of ${of} takes ${fn.length} parameters, but is called with one object of named inputs, and a context.`,
    "Write ({ a, b, c }) => … instead of (a, b, c) => ….",
  );
}
