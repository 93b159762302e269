import { workflowsIn } from "../runtime/check/workflow-files.ts";
import { ToolError } from "./safety/tool-error.ts";
import { isCode, type Workspace } from "./safety/workspace.ts";

/** Workflow files of a folder that are looked at together. */
const most = 200;

/** The paths of what an assistant names: a workflow file, or all those in a folder. */
export async function namedWorkflows(workspace: Workspace, name: string): Promise<readonly string[]> {
  if (workspace.only !== undefined || isCode(name)) return [await workspace.workflow(name)];
  const found = await workflowsIn(await workspace.directory(name));
  if (found.length === 0)
    throw new ToolError(
      `There is no workflow file in '${name}': none that imports from "daggr" and is not hidden, in node_modules or ignored by git.`,
    );
  if (found.length > most)
    throw new ToolError(
      `'${name}' has ${found.length} workflow files; up to ${most} are taken together. Name one of its folders.`,
    );
  return Promise.all(found.map((path) => workspace.workflow(workspace.nameOf(path))));
}
