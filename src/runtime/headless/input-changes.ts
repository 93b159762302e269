import { filesOf, fits } from "../components/component-queries.ts";
import type { ComponentDescription } from "../components/description.ts";
import { importFiles } from "../files/file-values.ts";
import type { Media } from "../files/media.ts";
import { canvasInputs } from "../graph/canvas-inputs.ts";
import type { GraphDescription } from "../graph/description.ts";
import type { SheetChange } from "../sheets/store.ts";
import type { Json } from "../values/value.ts";

/** Names a node, an input or a graph that does not exist, or a value that does not fit: the message lists what is valid. */
export class InvalidRequestError extends Error {
  override readonly name = "InvalidRequestError";
}

/** A value for an input of a node. */
export interface InputValue {
  readonly node: string;
  readonly input: string;
  /** Files are paths, relative to `folder` of `inputChanges`. */
  readonly value: Json;
  /** Taken in place of `value` where only the text fits: `42` for a Textbox. */
  readonly text?: string;
}

/**
 * Values of inputs as changes of a sheet.
 *
 * @throws {InvalidRequestError} where the graph has no such input, or a value does not fit its component
 */
export async function inputChanges(
  graph: GraphDescription,
  values: readonly InputValue[],
  media: Media,
  folder: string,
): Promise<SheetChange[]> {
  const inputs = canvasInputs(graph);
  return Promise.all(
    values.map(async (given): Promise<SheetChange> => {
      const { node, input } = given;
      const target = inputs.find(({ users }) =>
        users.some((user) => user.input === input && (user.node === node || user.variant === node)),
      );
      if (target === undefined) {
        const names = inputs.flatMap(({ users }) =>
          users.map((user) => `${user.variant ?? user.node}.${user.input}`),
        );
        const valid = names.length > 0 ? `It has ${names.join(", ")}.` : "It has none.";
        throw new InvalidRequestError(
          `The graph '${graph.name}' has no input '${node}.${input}' to set. ${valid}`,
        );
      }
      const value = fittingValue(given, target.component);
      const imported = await importFiles(value, filesOf(target.component), media, { folder });
      return { field: "inputs", key: target.id, value: imported };
    }),
  );
}

function fittingValue({ node, input, value, text }: InputValue, component: ComponentDescription): Json {
  const problem = fits(component, value);
  if (problem === undefined) return value;
  if (text !== undefined && fits(component, text) === undefined) return text;
  throw new InvalidRequestError(`The input '${node}.${input}' ${problem}.`);
}
