import type { Json } from "../../../src/runtime/values/value.ts";
import type { Answer, Asked } from "./asked.ts";

/** All ways in which our server answers otherwise than that of daggr 0.8.0, and why. Each one is shown by a case at least. */
export const differences = {
  choices: "choices are told, so that a client that reads the schema can pick",
  wrongBody: "a body that is no object with an object of inputs is refused, and what it should be is told",
  noJson: "what is no JSON does not run with the defaults",
  unknownField: "a misspelt field does not run with the defaults",
  unknownInput: "an unknown input is not left out without a word",
  wrongType: "a value of a wrong type is refused before anything runs",
  outOfBounds: "a number that is out of its slider's bounds is refused, as Gradio does",
  sharedInput: "nodes that were given one component have one input, as on the canvas, and it has one value",
  path: "a text that is a path of the server's machine, or looks like one, names no file there",
  fileAddress:
    "files have addresses by their content, /media/…, and no path of the server's machine is told or read",
  method: "a wrong method is refused, and the right one is told",
  unknownVariant: "a variant that there is not is refused before anything runs",
  failedNode: "the node that failed is named once, and as a field",
  failedEndpoint: "a failure of a Space tells which endpoint of which Space it was",
  failedItems: "a node that runs once per item tells which of its items failed",
  missingInput: "a model that has nothing to work on is not called, and what it lacks is told",
  emptyText: "a Textbox without a value is an empty text, as in an app of Gradio",
  unknownPart: "the parts that there are come along",
  slider: "what shows two pictures is an ImageSlider: an Image shows one",
} as const;

export type DifferenceName = keyof typeof differences;

/** What is asked of both sides. They answer alike, unless it says otherwise. */
export interface Case {
  readonly asked: Asked;
  /** By default 200. */
  readonly status?: number;
  readonly otherwise?: {
    readonly difference: DifferenceName;
    /** The answer of daggr, where it is short enough to be written down. */
    readonly daggr?: Answer;
    /** Ours, made from daggr's. */
    readonly ours: (daggr: Answer) => Answer;
  };
}

export function refused(
  error: string,
  details: Readonly<Record<string, Json>> = {},
  status: number = 400,
): Answer {
  return { status, body: { error, ...details } };
}

/** A case in which the two differ. */
export function differing(difference: DifferenceName, asked: Asked, daggr: Answer, ours: Answer): Case {
  return { asked, otherwise: { difference, daggr, ours: () => ours } };
}

/** Each failed node is named by daggr twice. */
export function failedTwice(node: string, message: string): Answer {
  return refused(`Execution error in node '${node}': Error executing node '${node}': ${message}`, {}, 500);
}

export function failedOnce(node: string, message: string, help?: string): Answer {
  const details = { node, ...(help !== undefined && { help }) };
  return refused(`Execution error in node '${node}': ${message}`, details, 500);
}

/** A part that a graph has not. */
export function unknownPart(graph: string, parts: readonly string[]): Case {
  const message = "Subgraph 'subgraph_7' not found";
  return differing(
    "unknownPart",
    [graph, "/api/call/subgraph_7", "{}"],
    refused(message, {}, 404),
    refused(message, { available_subgraphs: parts }, 404),
  );
}
