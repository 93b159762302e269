import { copyFile, mkdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { safeName } from "../files/safe-name.ts";
import { filesIn } from "../values/value.ts";
import type { Execution } from "./execute.ts";
import { outputKey, outputsOf } from "./outputs.ts";
import type { OutputResult } from "./results.ts";

/** Copies the files of outputs that are not as expected: `NODE.PORT.ext`, `NODE.PORT-2.ext` … */
export async function keepActual(
  folder: string,
  outputs: readonly OutputResult[],
  execution: Execution,
): Promise<void> {
  if (execution.type === "failed") return;
  const given = outputsOf(execution.settled);
  for (const { node, port, status } of outputs) {
    const output = given.get(outputKey(node, port));
    if (status === "passed" || output === undefined) continue;
    let number = 1;
    for (const file of filesIn(output.value)) {
      const name = `${node}.${port}${number > 1 ? `-${number}` : ""}${extname(file.name)}`;
      await mkdir(folder, { recursive: true });
      await copyFile(execution.pathOf(file), join(folder, safeName(name)));
      number += 1;
    }
  }
}
