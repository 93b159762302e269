import { filesOf } from "../components/component-queries.ts";
import { fieldFiles, filesIn } from "../components/file-positions.ts";
import { importFiles } from "../files/file-values.ts";
import type { Media } from "../files/media.ts";
import type { GraphDescription } from "../graph/description.ts";
import { fitsView } from "../graph/outputs.ts";
import { nodesOf, stepsOf } from "../graph/variants.ts";
import type { Value } from "../values/value.ts";
import { InvalidRequestError, type InputValue } from "./input-changes.ts";

/** The items that an editable list has from now on. */
export interface GivenItems {
  readonly node: string;
  readonly port: string;
  readonly items: Value;
}

/**
 * A given value as the items of an editable list, or undefined where it names none. Paths of files start in `folder`.
 *
 * @throws {InvalidRequestError} where the value does not fit the fields of the list
 */
export async function givenItems(
  graph: GraphDescription,
  { node: name, input: port, value }: InputValue,
  media: Media,
  folder: string,
): Promise<GivenItems | undefined> {
  const node = nodesOf(graph).find((candidate) => candidate.name === name);
  // The variants of a choice have the same outputs.
  const [step] = node === undefined ? [] : stepsOf(node);
  const view = step?.outputs.find((output) => output.name === port)?.view;
  if (view?.kind !== "items") return undefined;
  const problem = fitsView(view, value);
  if (problem !== undefined) throw new InvalidRequestError(`The items of '${name}.${port}' ${problem}.`);
  const fields = Object.entries(view.fields).map(
    ([field, component]) => [field, filesOf(component)] as const,
  );
  const shape = filesIn(fieldFiles(Object.fromEntries(fields)));
  return { node: name, port, items: await importFiles(value, shape, media, { folder }) };
}
