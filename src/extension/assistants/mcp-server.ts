import { join } from "node:path";
import * as vscode from "vscode";
import { asNode } from "../as-node.ts";
import type { ExtensionServices } from "../feature.ts";
import { mcpProviders } from "../ids.ts";

type Provider = vscode.McpServerDefinitionProvider<vscode.McpStdioServerDefinition>;

/**
 * Offers `daggr mcp` to VS Code, one server for each folder of a trusted workspace. VS Code starts it when an assistant wants its tools;
 * what runs code is asked of the person there, by the form of the protocol.
 */
export function offerMcpServer(services: ExtensionServices): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider = { onDidChangeMcpServerDefinitions: changed.event, ...mcpServers(services) };
  return vscode.Disposable.from(
    changed,
    vscode.lm.registerMcpServerDefinitionProvider(mcpProviders.workspace, provider),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    vscode.workspace.onDidChangeWorkspaceFolders(() => changed.fire()),
  );
}

/** The servers that are offered, and what they are started with. */
export function mcpServers({
  context,
  account,
  engine,
}: Pick<ExtensionServices, "account" | "engine"> & {
  readonly context: Pick<vscode.ExtensionContext, "extension" | "asAbsolutePath">;
}): Pick<Provider, "provideMcpServerDefinitions" | "resolveMcpServerDefinition"> {
  const { version } = context.extension.packageJSON as { readonly version: string };
  const program = context.asAbsolutePath(join("dist", "daggr.cjs"));
  return {
    provideMcpServerDefinitions: () => {
      if (!vscode.workspace.isTrusted) return [];
      const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
      return folders.map(({ uri, name }) => {
        const label = folders.length === 1 ? "Daggr" : `Daggr (${name})`;
        const args = [program, "mcp", "--folder", uri.fsPath];
        const server = new vscode.McpStdioServerDefinition(label, process.execPath, args, {}, version);
        server.cwd = uri;
        return server;
      });
    },
    resolveMcpServerDefinition: async (server) => {
      if (!vscode.workspace.isTrusted) return undefined;
      const token = await account.token();
      // Only what starts has the token: VS Code remembers what is provided.
      const started = new vscode.McpStdioServerDefinition(
        server.label,
        server.command,
        server.args,
        {
          ...Object.fromEntries(Object.entries(asNode).map(([name, value]) => [name, value ?? null])),
          DAGGR_CACHE: engine.cacheFolder.fsPath,
          ...(token !== undefined && { HF_TOKEN: token }),
        },
        server.version,
      );
      started.cwd = server.cwd;
      return started;
    },
  };
}
