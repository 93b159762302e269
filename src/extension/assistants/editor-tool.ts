import * as v from "valibot";
import * as vscode from "vscode";
import { resultText } from "../../mcp/safety/result-text.ts";
import { messageOf, ToolError } from "../../mcp/safety/tool-error.ts";
import { toolInputs, type ToolInput, type ToolName } from "./tool-inputs.ts";

/** A tool of VS Code's assistants that needs the editor; what does without it is in `daggr mcp`. */
export interface EditorTool<Name extends ToolName> {
  readonly name: Name;
  /** What the person reads while it works and, where it runs code, is asked first. */
  readonly prepare: (
    input: ToolInput<Name>,
  ) => vscode.PreparedToolInvocation | Promise<vscode.PreparedToolInvocation>;
  /** The result, which may hold words of the workflow, of Spaces and of models. */
  readonly run: (input: ToolInput<Name>, token: vscode.CancellationToken) => Promise<unknown>;
}

export function registerTool<Name extends ToolName>({
  name,
  prepare,
  run,
}: EditorTool<Name>): vscode.Disposable {
  const told = async <T>(input: unknown, act: (parsed: ToolInput<Name>) => T | Promise<T>): Promise<T> => {
    try {
      return await act(parse(name, input));
    } catch (error) {
      // An assistant reads the message: no stack, no secret.
      throw new Error(messageOf(error), { cause: error });
    }
  };
  return vscode.lm.registerTool<unknown>(name, {
    prepareInvocation: ({ input }) => told(input, prepare),
    invoke: ({ input }, token) =>
      told(input, async (parsed) => {
        const text = resultText(name, await run(parsed, token), "the workflow and the Spaces in it");
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      }),
  });
}

/** VS Code does not compare what an assistant gives with the schema. */
function parse<Name extends ToolName>(name: Name, input: unknown): ToolInput<Name> {
  const parsed = v.safeParse(toolInputs[name], input);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new ToolError(`${v.getDotPath(issue) ?? "The input"}: ${issue.message}`);
}
