import * as vscode from "vscode";
import type { Feature } from "../feature.ts";
import { runTool, showCanvasTool } from "./canvas-tools.ts";
import { registerTool } from "./editor-tool.ts";
import { offerMcpServer } from "./mcp-server.ts";
import { fixTool, problemsTool } from "./problem-tools.ts";

/**
 * What VS Code's assistants get: the MCP server, and tools for what needs the editor. The chat skill is in the manifest. Programs that
 * are made from VS Code may lack these interfaces.
 */
export const assistantsFeature: Feature = {
  register(services) {
    const parts: vscode.Disposable[] = [];
    if ("registerMcpServerDefinitionProvider" in vscode.lm) parts.push(offerMcpServer(services));
    if ("registerTool" in vscode.lm)
      parts.push(
        registerTool(problemsTool(services)),
        registerTool(fixTool(services)),
        registerTool(showCanvasTool(services)),
        registerTool(runTool(services)),
      );
    return vscode.Disposable.from(...parts);
  },
};
