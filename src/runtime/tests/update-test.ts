import { readdir, rm } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { FileRef } from "../values/value.ts";
import { execute, type ExecuteOptions } from "./execute.ts";
import { updatedExpectation } from "./matchers/default-matcher.ts";
import { outputKey, outputsOf, setExpectation } from "./outputs.ts";
import type { UpdateResult } from "./results.ts";
import { judge } from "./run-test.ts";
import { portable } from "./shown-value.ts";
import { workflowOf, writeTest, type FoundTest } from "./test-file.ts";
import { testFolder } from "./test-paths.ts";
import { FileKeeper, isKeptFile } from "./test-values.ts";

export interface UpdateOptions extends ExecuteOptions {
  /** Only these outputs; all that failed by default. */
  readonly outputs?: readonly { readonly node: string; readonly port: string }[] | undefined;
}

/** Takes what a test's run gives now for what is expected, where it is not. Nothing is written where a node failed. */
export async function updateTest(found: FoundTest, options: UpdateOptions): Promise<UpdateResult> {
  return execute(found, options, async (execution) => {
    const { outputs, problems } = await judge(found, execution);
    if (execution.type === "failed" || problems.length > 0 || options.signal?.aborted)
      return { test: found.name, updated: [], problems };
    const given = outputsOf(execution.settled);
    const shown = portable(workflowOf(found));
    const keeper = new FileKeeper(
      found.path,
      "expected",
      (file: FileRef) => execution.pathOf(file),
      usedFiles(found),
    );
    const updated: { node: string; port: string }[] = [];
    const test = structuredClone(found.test);
    for (const { node, port, status } of outputs) {
      const wanted = options.outputs?.some((one) => one.node === node && one.port === port) ?? true;
      const before = found.test.expected[node]?.[port];
      if (status === "passed" || !wanted || before === undefined) continue;
      const output = given.get(outputKey(node, port));
      if (output === undefined) delete test.expected[node]![port];
      else {
        const value = await keeper.keep(shown(output.value), `${node}.${port}`);
        setExpectation(test, node, port, updatedExpectation(before, output.view, value));
      }
      updated.push({ node, port });
    }
    if (updated.length > 0) {
      await writeTest(found.path, test);
      await removeUnused({ ...found, test });
    }
    return { test: found.name, updated, problems };
  });
}

/** Names of the files that a test names. */
function usedFiles({ test }: Pick<FoundTest, "test">): ReadonlySet<string> {
  const names = new Set<string>();
  const look = (value: unknown): void => {
    if (isKeptFile(value)) names.add(value.$file);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(look);
  };
  look(test);
  return names;
}

/** Removes expected files that the test does not name any more. */
async function removeUnused(found: FoundTest): Promise<void> {
  const used = usedFiles(found);
  const folder = join(testFolder(found.path), "expected");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !used.has(relative(dirname(found.path), path).split(sep).join("/"))) await rm(path);
  }
}
