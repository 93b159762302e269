import { filesOf } from "../runtime/components/described.ts";
import { absorb } from "../runtime/files/absorb.ts";
import type { Media } from "../runtime/files/media.ts";
import { canvasInputs } from "../runtime/graph/canvas-inputs.ts";
import type { GraphDescription } from "../runtime/graph/description.ts";
import type { SheetChange } from "../runtime/sheets/store.ts";
import { UsageError, type GivenInput } from "./usage.ts";

/** Values of the command line as changes of a sheet. Files are paths, relative to the folder the command runs in. */
export async function inputChanges(
  graph: GraphDescription,
  given: readonly GivenInput[],
  media: Media,
): Promise<SheetChange[]> {
  const inputs = canvasInputs(graph);
  return Promise.all(
    given.map(async ({ node, port, value }): Promise<SheetChange> => {
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
      const taken = await absorb(value, filesOf(found.component), media, { folder: process.cwd() });
      return { field: "inputs", key: found.id, value: taken };
    }),
  );
}
