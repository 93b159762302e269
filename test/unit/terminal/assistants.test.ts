import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseJson } from "jsonc-parser";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { assistantPrograms } from "../../../src/terminal/assistants/configuration.ts";
import { withSection } from "../../../src/terminal/assistants/skill.ts";
import { Assistant } from "../mcp/support/assistant.ts";
import { Program } from "./support/program.ts";

const launch = { command: "npx", args: ["daggr", "mcp"] };

describe("daggr mcp --install", () => {
  const program = new Program();
  after(() => program.remove());
  const read = (name: string) => readFileSync(join(program.folder, name), "utf8");

  it("writes a configuration that starts the server", async () => {
    const { code, stdout } = await program.run(["mcp", "--install", "claude", "--allow", "test"]);
    assert.equal(code, 0);
    assert.match(stdout, /Claude Code has the server 'daggr' now: .*\.mcp\.json/);
    const { mcpServers } = JSON.parse(read(".mcp.json")) as {
      mcpServers: { daggr: { command: string; args: string[] } };
    };
    assert.deepEqual(mcpServers.daggr, {
      command: process.execPath,
      args: [inRoot("dist", "daggr.cjs"), "mcp", "--allow", "test"],
    });
    const [, ...args] = mcpServers.daggr.args.slice(1);
    const assistant = await Assistant.start(program, { era: "legacy", args });
    assert.ok((await assistant.client.listTools()).tools.some(({ name }) => name === "check"));
    await assistant.close();
  });

  it("starts the package of the folder, where it has one", async () => {
    mkdirSync(join(program.folder, "node_modules", "daggr"), { recursive: true });
    program.write("node_modules/daggr/package.json", "{}");
    const { stdout } = await program.run(["mcp", "--install", "codex", "--print"]);
    assert.equal(stdout, '[mcp_servers.daggr]\ncommand = "npx"\nargs = ["daggr","mcp"]\n');
    await program.run(["mcp", "--install", "codex"]);
    assert.equal(read(".codex/config.toml"), stdout);
  });

  it("keeps what is in the file, comments too, and replaces its own part alone", () => {
    const text = `{\n  // mine\n  "context_servers": { "other": { "command": "x" } },\n}\n`;
    const once = assistantPrograms.zed.configured(text, launch);
    assert.match(once, /\/\/ mine/);
    assert.deepEqual(parseJson(once), { context_servers: { other: { command: "x" }, daggr: launch } });
    assert.equal(assistantPrograms.zed.configured(once, launch), once);
    const toml = assistantPrograms.codex.configured('model = "m"\n', { ...launch, env: { A: "b" } });
    assert.equal(
      toml,
      'model = "m"\n\n[mcp_servers.daggr]\ncommand = "npx"\nargs = ["daggr","mcp"]\n\n[mcp_servers.daggr.env]\nA = "b"\n',
    );
    assert.throws(() => assistantPrograms.codex.configured(toml, launch), /has a server 'daggr' already/);
  });

  it("leaves a file that is no JSON as it is, and names the programs that it knows", async () => {
    program.write(".mcp.json", "{ not json");
    const broken = await program.run(["mcp", "--install", "claude"]);
    assert.equal(broken.code, 2);
    assert.match(broken.stderr, /\.mcp\.json is no valid JSON, so it stays as it is/);
    assert.equal(read(".mcp.json"), "{ not json");
    const unknown = await program.run(["mcp", "--install", "emacs"]);
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /--install takes claude, cursor, codex, gemini, zed/);
  });
});

describe("daggr skill and daggr guide", () => {
  const program = new Program();
  after(() => program.remove());

  it("writes a skill, and a part of AGENTS.md that it renews and whose surroundings stay", async () => {
    program.write("AGENTS.md", "# Ours\n\nBe kind.\n");
    assert.equal((await program.run(["skill"])).code, 0);
    const skill = readFileSync(join(program.folder, ".claude/skills/daggr/SKILL.md"), "utf8");
    assert.match(skill, /^---\nname: daggr\ndescription: ".+"\n---\n\n# Daggr workflows\n/);
    const agents = () => readFileSync(join(program.folder, "AGENTS.md"), "utf8");
    const first = agents();
    assert.match(first, /^# Ours\n\nBe kind\.\n\n<!-- daggr: begin -->\n\n## Daggr workflows\n/);
    await program.run(["skill"]);
    assert.equal(agents(), first);
    assert.equal(
      withSection(`${first}\nAfter.\n`, "New."),
      "# Ours\n\nBe kind.\n\n<!-- daggr: begin -->\n\nNew.\n\n<!-- daggr: end -->\n\nAfter.\n",
    );
  });

  it("names only tools and commands that there are", async () => {
    const text = readFileSync(inRoot("docs", "skill.md"), "utf8");
    const rows = text.split("\n").filter((line) => line.startsWith("| "));
    const tools = rows
      .slice(1)
      .flatMap((row) => [...(row.split("|")[2] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name));
    const assistant = await Assistant.start(program, { era: "modern" });
    const known = (await assistant.client.listTools()).tools.map(({ name }) => name);
    await assistant.close();
    assert.ok(tools.length > 8);
    assert.deepEqual(
      tools.filter((name) => !known.includes(name!)),
      [],
    );
  });

  it("lists the topics of the guide, and shows one", async () => {
    const { stdout } = await program.run(["guide"]);
    assert.match(stdout, /^functions: /m);
    assert.match((await program.run(["guide", "functions"])).stdout, /^# Functions\n[\s\S]*new FnNode/);
    assert.match((await program.run(["guide", "Approve"])).stdout, /^# People\n/);
    assert.match((await program.run(["guide", "fallback"])).stdout, /^# Nodes\n/);
    const { code, stderr } = await program.run(["guide", "fun"]);
    assert.equal(code, 2);
    assert.match(stderr, /no topic 'fun'\. It has start, /);
  });
});
