import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isPrivateAddress } from "../../runtime/files/private-host.ts";
import type { Json } from "../../runtime/values/value.ts";
import { ToolError } from "./tool-error.ts";
import type { Workspace } from "./workspace.ts";

/** No path of a file is longer. */
const longestPath = 4_096;

/**
 * Refuses values in which a text names a file that an assistant may not read, or an address in the person's own network: a node might
 * take it for a file and send it away. Whether a node does is not known here, so it goes for every text.
 * @throws {ToolError} that names the text
 */
export async function refuseForeignFiles(
  values: Readonly<Record<string, Json>>,
  where: { readonly workspace: Workspace; readonly workflow: string; readonly visitors: boolean },
): Promise<void> {
  for (const text of textsIn(values)) {
    if (/^https?:\/\//i.test(text) && isPrivateAddress(text))
      throw new ToolError(
        `'${short(text)}' is in the network of this machine. Only public addresses can be given.`,
      );
    if (text.length > longestPath || text.includes("\0")) continue;
    const path = /^file:\/\//i.test(text) ? pathOf(text) : text;
    if (path === undefined) throw new ToolError(`'${short(text)}' is no address of a file.`);
    for (const folder of new Set([where.workspace.folder, dirname(where.workflow)])) {
      const named = resolve(folder, path);
      const found = await stat(named).catch(() => undefined);
      if (!found?.isFile()) continue;
      if (where.visitors)
        throw new ToolError(
          `'${short(text)}' names a file of the server. Give a file's content, as a data URL.`,
        );
      await where.workspace.file(named);
    }
  }
}

/** All texts of a value. A reference to stored content is none that anybody outside could have. */
function* textsIn(value: Json): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) {
    if ("$file" in value) throw new ToolError("'$file' means something else here. Give a file as its path.");
    const parts: readonly Json[] = Array.isArray(value) ? value : Object.values(value);
    for (const part of parts) yield* textsIn(part);
  }
}

function pathOf(address: string): string | undefined {
  try {
    return fileURLToPath(address);
  } catch {
    return undefined;
  }
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
