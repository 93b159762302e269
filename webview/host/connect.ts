import type { HostConnection } from "./connection.ts";
import { connectToExport } from "./exported.ts";
import { connectToServer } from "./server.ts";
import { connectToVsCode } from "./vscode.ts";

/**
 * The connection to the program that shows this page: VS Code, the page itself where it was exported, else the server that it came from.
 * All three are in the page's first script: they are small, and a page that had to ask for its own would draw its first card later.
 */
export function connect(): HostConnection {
  if ("acquireVsCodeApi" in window) return connectToVsCode();
  return connectToExport() ?? connectToServer();
}
