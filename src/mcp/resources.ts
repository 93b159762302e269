import { readFile } from "node:fs/promises";
import { ResourceTemplate, type McpServer } from "@modelcontextprotocol/server";
import { page, pages } from "./docs.ts";
import type { ToolHost } from "./host.ts";
import type { ResultFile } from "./runs/run-store.ts";
import { ToolError } from "./safety/tool-error.ts";
import { cleanText } from "./safety/untrusted.ts";

/** Of a file of a result. */
const maxBytes = 16 * 1024 * 1024;

/** What can be read: the documentation, workflow files of the workspace, files of results. */
export function registerResources(server: McpServer, host: ToolHost): void {
  for (const { name, title } of pages)
    server.registerResource(
      name,
      `daggr://docs/${name}`,
      { title, mimeType: "text/markdown" },
      async ({ href }) => ({
        contents: [{ uri: href, mimeType: "text/markdown", text: await page(host.options.dist, name) }],
      }),
    );
  server.registerResource(
    "workflow",
    new ResourceTemplate("daggr://workflow/{+file}", {
      list: () => ({ resources: host.workspace.named.map(resourceOf) }),
    }),
    { title: "A workflow file of the workspace", mimeType: "text/typescript" },
    async ({ href }, { file }) => {
      const path = await host.workspace.workflow(decodeURIComponent(String(file)));
      const text = cleanText(await readFile(path, "utf8"));
      return { contents: [{ uri: href, mimeType: "text/typescript", text }] };
    },
  );
  server.registerResource(
    "result",
    new ResourceTemplate("daggr://results/{run}/{number}/{name}", {
      // Visitors of a server are several, and see what they know the name of.
      list: () => ({
        resources: host.options.visitors ? [] : host.runs.all.flatMap(({ files }) => files.map(listed)),
      }),
    }),
    { title: "A file that a run made" },
    async ({ href }, { run, number }) => {
      const { path, mimeType, bytes } = host.runs.file(String(run), Number(number));
      if (bytes > maxBytes)
        throw new ToolError(`The file has ${bytes} bytes; up to ${maxBytes} are given this way.`);
      const content = await readFile(path);
      return { contents: [{ uri: href, mimeType, blob: content.toString("base64") }] };
    },
  );
}

function listed({ uri, name, mimeType, bytes, node, port }: ResultFile) {
  return { uri, name, mimeType, size: bytes, description: `${node}.${port}` };
}

function resourceOf(name: string) {
  const uri = `daggr://workflow/${name.split("/").map(encodeURIComponent).join("/")}`;
  return { uri, name, mimeType: "text/typescript" };
}
