import {
  Client,
  StreamableHTTPClientTransport,
  type ElicitRequestFormParams,
  type ElicitResult,
} from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { inRoot } from "../../../../scripts/lib/paths.mjs";
import type { Program } from "../../terminal/support/program.ts";

export const eras = ["legacy", "modern"] as const;
export type Era = (typeof eras)[number];

export interface AssistantOptions {
  readonly era: Era;
  /** What the person answers; without it, the assistant's program cannot ask. */
  readonly answer?: (question: ElicitRequestFormParams) => ElicitResult;
}

/** What a called tool gave. */
export interface Called<T> {
  readonly text: string;
  /** The structured result. */
  readonly value: T;
  readonly isError: boolean;
  readonly content: readonly { readonly type: string }[];
}

/** A coding assistant's program: the client package of the protocol, in one of its two forms. */
export class Assistant {
  readonly client: Client;
  /** What the server wrote to standard error. */
  log = "";

  private constructor({ era, answer }: AssistantOptions) {
    this.client = new Client(
      { name: "test", version: "1.0.0" },
      {
        capabilities: answer ? { elicitation: { form: {} } } : {},
        versionNegotiation: { mode: era === "legacy" ? "legacy" : { pin: "2026-07-28" } },
      },
    );
    if (answer)
      this.client.setRequestHandler("elicitation/create", ({ params }) =>
        // The cast: this server asks by forms only.
        answer(params as ElicitRequestFormParams),
      );
  }

  /** Starts `daggr mcp` in the program's folder and talks to it by its standard input and output. */
  static async start(
    program: Program,
    options: AssistantOptions & {
      readonly args?: readonly string[];
      readonly env?: Readonly<Record<string, string>>;
    },
  ): Promise<Assistant> {
    const assistant = new Assistant(options);
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [inRoot("dist", "daggr.cjs"), "mcp", ...(options.args ?? [])],
      cwd: program.folder,
      env: { ...definedIn(process.env), ...program.env, ...options.env },
      stderr: "pipe",
    });
    transport.stderr?.on("data", (chunk) => (assistant.log += String(chunk)));
    await assistant.client.connect(transport);
    return assistant;
  }

  /** Talks to a served workflow over HTTP. */
  static async at(origin: string, options: AssistantOptions, headers = {}): Promise<Assistant> {
    const assistant = new Assistant(options);
    const transport = new StreamableHTTPClientTransport(new URL("/mcp", origin), {
      requestInit: { headers },
    });
    await assistant.client.connect(transport);
    return assistant;
  }

  async call<T = unknown>(
    name: string,
    args: Readonly<Record<string, unknown>> = {},
    options: { readonly signal?: AbortSignal; readonly onProgress?: (message: string) => unknown } = {},
  ): Promise<Called<T>> {
    const { onProgress, signal } = options;
    const result = await this.client.callTool(
      { name, arguments: args },
      { signal, ...(onProgress && { onprogress: ({ message = "" }) => onProgress(message) }) },
    );
    const content = result.content as readonly { readonly type: string; readonly text?: string }[];
    const text = content.flatMap((block) => (block.type === "text" ? [block.text ?? ""] : [])).join("\n");
    // The cast: a test says what it expects, and then looks.
    return { text, value: result.structuredContent as T, isError: result.isError === true, content };
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}

function definedIn(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
