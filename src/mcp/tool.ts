import {
  type CallToolResult,
  type ContentBlock,
  type McpServer,
  type ServerContext,
  type ToolAnnotations,
} from "@modelcontextprotocol/server";
import { toStandardJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema, InferInput, InferOutput } from "valibot";
import type { ShowPaths } from "../runtime/text/relative-paths.ts";
import { withTexts } from "../runtime/values/texts.ts";
import type { ToolHost } from "./host.ts";
import { canAsk } from "./safety/can-ask.ts";
import type { Question } from "./safety/permissions.ts";
import { resultText } from "./safety/result-text.ts";
import { messageOf } from "./safety/tool-error.ts";
import { cleaned } from "./safety/untrusted.ts";

/** What one call of a tool may use besides its arguments. */
export interface ToolCall {
  readonly host: ToolHost;
  readonly signal: AbortSignal;
  /** Tells the assistant's program how far it is. */
  readonly progress: (message: string) => void;
}

export interface ToolAnswer<T> {
  /** The structured result. */
  readonly value: T;
  /** Whose words are in it, where they are not this program's. */
  readonly wordsOf?: string;
  /** Text instead of the value as JSON. */
  readonly text?: string;
  /** Images, and links to what can be read on. */
  readonly further?: readonly ContentBlock[];
}

export interface ToolDefinition<Input extends GenericSchema, Output extends GenericSchema> {
  readonly name: string;
  readonly title: string;
  /** What it does and when to call it, for the assistant. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  readonly annotations: Required<Pick<ToolAnnotations, "readOnlyHint" | "openWorldHint">> & ToolAnnotations;
  /** What the person is asked first, where it is more than reading. */
  readonly question?: (input: InferOutput<Input>, host: ToolHost) => Question | Promise<Question>;
  readonly run: (
    input: InferOutput<Input>,
    call: ToolCall,
  ) => ToolAnswer<InferInput<Output>> | Promise<ToolAnswer<InferInput<Output>>>;
}

/** A tool, whatever its arguments: adds itself to a server. */
export interface Tool {
  readonly name: string;
  readonly register: (server: McpServer, host: ToolHost) => void;
}

export function tool<Input extends GenericSchema, Output extends GenericSchema>(
  definition: ToolDefinition<Input, Output>,
): Tool {
  const { name, title, description, annotations } = definition;
  return {
    name,
    register: (server, host) => {
      server.registerTool(
        name,
        {
          title,
          description,
          annotations,
          inputSchema: toStandardJsonSchema(definition.input),
          outputSchema: toStandardJsonSchema(definition.output),
        },
        async (given, context) => {
          try {
            // The cast: the SDK has parsed it by this schema, whose output it does not know in a generic function.
            const input = given;
            const question = await definition.question?.(input, host);
            if (question !== undefined) {
              const asked = await host.permissions.ask(
                question,
                { tool: name, input },
                context,
                canAsk(context, server),
              );
              if (asked !== undefined) return asked;
            }
            const call = {
              host,
              signal: context.mcpReq.signal,
              progress: progressOf(context, host.showPaths),
            };
            // What stands under `data` are the bytes of pictures.
            return withTexts(resultOf(name, await definition.run(input, call)), host.showPaths, ["data"]);
          } catch (error) {
            return { isError: true, content: [{ type: "text", text: host.showPaths(messageOf(error)) }] };
          }
        },
      );
    },
  };
}

function resultOf<T>(name: string, { value, wordsOf, text, further = [] }: ToolAnswer<T>): CallToolResult {
  const clean = cleaned(value);
  return {
    content: [{ type: "text", text: resultText(name, text ?? clean, wordsOf) }, ...cleaned([...further])],
    // The cast: every output schema is an object, which a generic one does not say.
    structuredContent: clean,
  };
}

/** Where the assistant's program asked for it. */
function progressOf({ mcpReq }: ServerContext, showPaths: ShowPaths): ToolCall["progress"] {
  const progressToken = mcpReq._meta?.progressToken;
  let progress = 0;
  return (message) => {
    if (progressToken === undefined) return;
    progress += 1;
    const params = { progressToken, progress, message: showPaths(cleaned(message)) };
    // Whoever left needs no news.
    void mcpReq.notify({ method: "notifications/progress", params }).catch(() => {});
  };
}
