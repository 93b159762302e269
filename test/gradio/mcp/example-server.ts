import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { createMcpHandler, type ContentBlock } from "@modelcontextprotocol/server";
import * as v from "valibot";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { defaults } from "../../../src/runtime/defaults.ts";
import { ToolHost } from "../../../src/mcp/host.ts";
import { ToolError } from "../../../src/mcp/safety/tool-error.ts";
import { createServer } from "../../../src/mcp/server.ts";
import { tool, type ToolAnswer, type ToolCall } from "../../../src/mcp/tool.ts";

const image = { type: "image" as const, mimeType: "image/png", data: "iVBORw0KGgo=" };
const audio = { type: "audio" as const, mimeType: "audio/wav", data: "UklGRiQ=" };
const resource = (uri: string): ContentBlock => ({
  type: "resource",
  resource: { uri, mimeType: "text/plain", text: "An embedded resource." },
});

const nothing = () => Promise.resolve(undefined);
const giving = (...further: ContentBlock[]) => ({ value: {}, text: "A text.", further });

/** The tools that the suite's scenarios call, by the scenario; what they give is for the suite to say. */
const exampleTools: Readonly<Record<string, readonly [string, (call: ToolCall) => ToolAnswer<object>]>> = {
  "tools-call-simple-text": ["test_simple_text", () => giving()],
  "tools-call-image": ["test_image_content", () => giving(image)],
  "tools-call-audio": ["test_audio_content", () => giving(audio)],
  "tools-call-embedded-resource": ["test_embedded_resource", () => giving(resource("test://embedded"))],
  "tools-call-mixed-content": [
    "test_multiple_content_types",
    () => giving(image, resource("test://mixed-content-resource")),
  ],
  "tools-call-error": [
    "test_error_handling",
    () => {
      throw new ToolError("This tool intentionally returns an error for testing");
    },
  ],
  "tools-call-with-progress": [
    "test_tool_with_progress",
    ({ progress }) => {
      for (const message of ["began", "half of it", "all of it"]) progress(message);
      return giving();
    },
  ],
};

/** The scenarios about tools, which the suite asks only where its own tools are. */
export const exampleScenarios = Object.keys(exampleTools);

/** This server, in this process, with the suite's tools beside its own: answers go the way that those of its own tools go. */
export async function startExampleServer(folder: string) {
  const host = await ToolHost.start({
    folder,
    dist: inRoot("dist"),
    cache: join(folder, "cache"),
    dataOf: () => join(folder, "data"),
    version: "0",
    credentials: { huggingFaceToken: nothing, login: nothing },
    env: {},
    settings: { ...defaults, dependencyCheck: "skip" },
    allow: [],
    visitors: true,
    log: () => {},
  });
  const tools = Object.values(exampleTools).map(([name, run]) =>
    tool({
      name,
      title: name,
      description: "A tool of the conformance suite.",
      input: v.strictObject({}),
      output: v.object({}),
      annotations: { readOnlyHint: true, openWorldHint: false },
      run: (_input, call) => run(call),
    }),
  );
  const handler = createMcpHandler(() => {
    const server = createServer(host);
    for (const one of tools) one.register(server, host);
    return server;
  });
  const server = createAdaptorServer({ fetch: (request) => handler.fetch(request) });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // The cast: a server that listens at a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    async stop() {
      await handler.close();
      await host.close();
      server.close();
      await once(server, "close");
    },
  };
}
