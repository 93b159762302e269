import { createMcpHandler } from "@modelcontextprotocol/server";
import { ToolHost, type ToolHostOptions } from "./host.ts";
import { createServer } from "./server.ts";

/** Answers assistants over HTTP, whoever may use the server that this stands in. */
export interface AssistantEndpoint {
  readonly answer: (request: Request) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/** Each request stands for itself; what was run stays known. */
export async function assistantEndpoint(options: ToolHostOptions): Promise<AssistantEndpoint> {
  const host = await ToolHost.start(options);
  const handler = createMcpHandler(() => createServer(host), {
    onerror: (error) => options.log(error.message),
  });
  return {
    answer: (request) => handler.fetch(request),
    close: async () => {
      await handler.close();
      await host.close();
    },
  };
}
