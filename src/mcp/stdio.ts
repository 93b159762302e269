import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { createServer } from "./server.ts";
import { ToolHost, type ToolHostOptions } from "./host.ts";

/** Serves an assistant's program that started this one, by standard input and output. Resolves when it is gone. */
export async function serveAssistant(options: ToolHostOptions): Promise<void> {
  const host = await ToolHost.start(options);
  const gone = new Promise<void>((resolve) => process.stdin.once("close", resolve).once("end", resolve));
  const handle = serveStdio(() => createServer(host), {
    onerror: (error) => options.log(error.message),
  });
  await gone;
  await handle.close();
}
