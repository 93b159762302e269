import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { tools } from "../../../src/mcp/tools.ts";
import { sharedApp } from "../../support/gradio.ts";
import { startHub, type LocalHub } from "../../support/hub.ts";
import { Served } from "../../support/served.ts";
import { Assistant, eras } from "../../unit/mcp/support/assistant.ts";
import { Program } from "../../unit/terminal/support/program.ts";
import { callEveryTool, workflow } from "./every-tool.ts";
import { exampleScenarios, startExampleServer } from "./example-server.ts";
import { inspect, runScenarios, serverScenarios, type Check } from "./programs.ts";
import { notForAServedWorkflow } from "./scenarios.ts";

const everyTool = tools.map(({ name }) => name).toSorted();
const allow = ["--allow", "run,test,edit"];
const failures = (checks: readonly Check[]) => checks.filter(({ status }) => status === "FAILURE");
const successes = (checks: readonly Check[]) => checks.filter(({ status }) => status === "SUCCESS");

describe("the Model Context Protocol, by its own programs", function () {
  this.timeout(120_000);

  const program = new Program();
  const home = mkdtempSync(join(tmpdir(), "daggr-mcp-"));
  let hub: LocalHub;
  let served: Served;
  before(async () => {
    const { url } = await sharedApp("core");
    hub = await startHub({ "tester/greeter": { url, title: "Greeter", about: "Greets whoever is named" } });
    hub.models.set("tester/painter", {
      pipelineTag: "text-to-image",
      providers: [{ provider: "hf-inference", task: "text-to-image" }],
    });
    program.write("workflow.ts", workflow(url));
    served = await Served.start({ workflow: workflow(url), env: hub.env, args: allow });
  });
  after(async () => {
    await served.stop();
    await hub.stop();
    program.remove();
    rmSync(home, { recursive: true, force: true });
  });

  describe("the conformance suite", () => {
    it("passes at a served workflow, but for scenarios that say why not", async () => {
      const found = await runScenarios(home, `${served.origin}/mcp`, "served");
      const names = await serverScenarios(home);
      assert.ok(names.length >= 32);
      assert.deepEqual([...found.keys()].toSorted(), names.toSorted());
      const assistant = await Assistant.at(served.origin, { era: "legacy" });
      const capabilities = assistant.client.getServerCapabilities() ?? {};
      await assistant.close();
      const offered = new Set([
        ...Object.keys(capabilities),
        ...(capabilities.resources?.subscribe === true ? ["subscribe"] : []),
      ]);
      for (const [name, checks] of found) {
        const reason = notForAServedWorkflow[name];
        const seen = `${name}: ${JSON.stringify(checks)}`;
        if (reason === undefined) {
          assert.deepEqual(failures(checks), [], name);
          assert.ok(successes(checks).length > 0, seen);
          continue;
        }
        // Nothing that could pass stands in the list, nor what fails for another reason.
        assert.equal(successes(checks).length, 0, seen);
        if ("sessions" in reason) {
          assert.deepEqual(failures(checks), [], name);
          assert.match(seen, /did not provide session ID/);
          continue;
        }
        const said = "example" in reason ? reason.example : "Method not found";
        for (const { errorMessage } of failures(checks)) assert.ok(errorMessage?.includes(said), seen);
        if ("capability" in reason) assert.ok(!offered.has(reason.capability), seen);
      }
      assert.deepEqual(
        Object.keys(notForAServedWorkflow).filter((name) => !found.has(name)),
        [],
      );
    });

    it("passes where it asks for tools of its own, given in the way of ours", async () => {
      const example = await startExampleServer(program.folder);
      try {
        const found = await runScenarios(home, example.url, "example");
        for (const name of exampleScenarios) {
          const checks = found.get(name) ?? [];
          assert.deepEqual(failures(checks), [], name);
          assert.ok(successes(checks).length > 0, name);
        }
      } finally {
        await example.stop();
      }
    });
  });

  for (const era of eras) {
    it(`the client package calls every tool over stdio, by the ${era} protocol`, async () => {
      const assistant = await Assistant.start(program, { era, args: allow, env: hub.env });
      try {
        assert.deepEqual(
          (await callEveryTool((name, args) => assistant.call(name, args))).toSorted(),
          everyTool,
        );
      } finally {
        await assistant.close();
      }
    });

    it(`the client package calls every tool over HTTP, by the ${era} protocol`, async () => {
      const assistant = await Assistant.at(served.origin, { era });
      try {
        assert.deepEqual(
          (await callEveryTool((name, args) => assistant.call(name, args))).toSorted(),
          everyTool,
        );
      } finally {
        await assistant.close();
      }
    });

    it(`the inspector's command line starts the program and lists every tool, by the ${era} protocol`, async () => {
      const daggr = [process.execPath, inRoot("dist", "daggr.cjs"), "mcp"];
      await list([...daggr, "--protocol-era", era]);
    });
  }

  it("the inspector's command line lists and calls every tool over HTTP", async () => {
    const at = ["--server-url", `${served.origin}/mcp`, "--transport", "http", "--protocol-era", "modern"];
    await list(at);
    const names = await callEveryTool(async (name, args) => {
      const method = [
        "--method",
        "tools/call",
        "--tool-name",
        name,
        "--tool-args-json",
        JSON.stringify(args),
      ];
      const result = await inspect<Called>(home, [...at, ...method]);
      const { structuredContent: value, content, isError = false } = result;
      return { value, text: JSON.stringify(content), isError };
    });
    assert.deepEqual(names.toSorted(), everyTool);
  });

  /** `--strict` also asks whether the programs of others can read the schemas. */
  async function list(at: readonly string[]) {
    const { tools: found } = await inspect<Listed>(home, [...at, "--method", "tools/list", "--strict"]);
    assert.deepEqual(found.map(({ name }) => name).toSorted(), everyTool);
  }
});

interface Listed {
  readonly tools: readonly { readonly name: string }[];
}
interface Called {
  readonly structuredContent?: unknown;
  readonly content: readonly object[];
  readonly isError?: boolean;
}
