import { filesOf, fits } from "../runtime/components/component-queries.ts";
import { importFiles } from "../runtime/files/file-values.ts";
import type { Media } from "../runtime/files/media.ts";
import { canvasInputs } from "../runtime/graph/canvas-inputs.ts";
import type { GraphDescription } from "../runtime/graph/description.ts";
import type { ComponentDescription } from "../runtime/components/description.ts";
import type { Json } from "../runtime/values/value.ts";
import type { SheetChange } from "../runtime/sheets/store.ts";
import { parseValue, UsageError, type GivenInput } from "./usage.ts";

/** Values of the command line as changes of a sheet. Files are paths, relative to the folder the command runs in. */
export async function inputChanges(
  graph: GraphDescription,
  given: readonly GivenInput[],
  media: Media,
): Promise<SheetChange[]> {
  const inputs = canvasInputs(graph);
  return Promise.all(
    given.map(async ({ node, port, text }): Promise<SheetChange> => {
      const found = inputs.find(({ users }) =>
        users.some((user) => user.input === port && (user.node === node || user.variant === node)),
      );
      if (found === undefined) {
        const names = inputs.flatMap(({ users }) =>
          users.map((user) => `${user.variant ?? user.node}.${user.input}`),
        );
        const valid = names.length > 0 ? `It has ${names.join(", ")}.` : "It has none.";
        throw new UsageError(`The graph '${graph.name}' has no input '${node}.${port}' to set. ${valid}`);
      }
      const value = fitting(`${node}.${port}`, text, found.component);
      const taken = await importFiles(value, filesOf(found.component), media, { folder: process.cwd() });
      return { field: "inputs", key: found.id, value: taken };
    }),
  );
}

/** JSON that does not fit may have been meant as text: `--input painter.prompt=42`. */
function fitting(input: string, text: string, component: ComponentDescription): Json {
  const value = parseValue(text);
  const problem = fits(component, value);
  if (problem === undefined) return value;
  if (fits(component, text) === undefined) return text;
  throw new UsageError(`The input '${input}' ${problem}.`);
}
