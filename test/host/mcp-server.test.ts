import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as vscode from "vscode";
import { mcpServers } from "../../src/extension/assistants/mcp-server.ts";

interface Answer {
  readonly id?: number;
  readonly result?: {
    readonly serverInfo?: { readonly name: string };
    readonly tools?: readonly { readonly name: string }[];
  };
}

const token = "hf_plantedForTheOfferedServer";

// VS Code gives extensions no list of the servers that it knows, and it starts one only for a chat, which needs an account. So the
// provider is asked here as VS Code would ask it, and what it names is started as VS Code would start it.
describe("the MCP server that VS Code is offered", () => {
  let cache: string;
  before(async () => {
    cache = await mkdtemp(join(tmpdir(), "daggr-offered-"));
  });
  after(() => rm(cache, { recursive: true, force: true }));

  const never = new vscode.CancellationTokenSource().token;
  const offered = () => {
    const extension = vscode.extensions.getExtension("daggr.daggr-vscode")!;
    const parts = {
      context: { extension, asAbsolutePath: (path: string) => join(extension.extensionPath, path) },
      account: { token: () => Promise.resolve(token) },
      engine: { cacheFolder: vscode.Uri.file(cache) },
    };
    // The cast: the provider takes no more than these of the account and the engine.
    return mcpServers(parts as unknown as Parameters<typeof mcpServers>[0]);
  };
  const definitions = async () => (await offered().provideMcpServerDefinitions(never)) ?? [];

  it("is one for the workspace's folder, and has no secret until it starts", async () => {
    const [server, ...others] = await definitions();
    assert.deepEqual(others, []);
    const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    assert.equal(server?.label, "Daggr");
    assert.equal(server.cwd?.fsPath, folder);
    assert.deepEqual(server.args.slice(1), ["mcp", "--folder", folder]);
    assert.doesNotMatch(JSON.stringify(server), new RegExp(token));
  });

  it("starts as it is resolved, and tells its tools", async () => {
    const [server] = await definitions();
    const resolved = await offered().resolveMcpServerDefinition!(server!, never);
    assert.equal(resolved?.env["HF_TOKEN"], token);
    const set = Object.entries(resolved.env).map(([name, value]) => [name, value?.toString()]);
    const child = spawn(resolved.command, resolved.args, {
      cwd: resolved.cwd!.fsPath,
      env: { ...process.env, ...(Object.fromEntries(set) as NodeJS.ProcessEnv) },
      stdio: ["pipe", "pipe", "ignore"],
    });
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const send = (message: object) =>
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
    const answerTo = async (id: number): Promise<Answer["result"]> => {
      for (;;) {
        const line = await answers.next();
        assert.ok(!line.done, "The server ended.");
        // The cast: the fields that are looked at are compared below.
        const answer = JSON.parse(line.value) as Answer;
        if (answer.id === id) return answer.result;
      }
    };
    try {
      const clientInfo = { name: "test", version: "1" };
      const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo };
      send({ id: 1, method: "initialize", params });
      assert.match((await answerTo(1))?.serverInfo?.name ?? "", /daggr/i);
      send({ method: "notifications/initialized" });
      send({ id: 2, method: "tools/list" });
      const names = ((await answerTo(2))?.tools ?? []).map(({ name }) => name);
      for (const name of ["check", "apply_fixes", "describe_space", "run", "test_node"])
        assert.ok(names.includes(name), `'${name}' is among ${names.join(", ")}`);
    } finally {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, "close");
    }
  });
});
