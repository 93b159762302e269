import assert from "node:assert/strict";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { defaults } from "../../src/runtime/defaults.ts";
import type { RunReport } from "../../src/runtime/headless/run-report.ts";
import { openWorkflow } from "../../src/runtime/headless/workflow.ts";
import { sharedApp } from "../support/gradio.ts";
import { completed, startScriptedApp, streamed } from "../unit/gradio/support/scripted-app.ts";
import { Program } from "../unit/terminal/support/program.ts";
import { startCalling } from "./calling.ts";

const env = { HF_ENDPOINT: "http://127.0.0.1:9" };
const names = ["a.txt", "b.txt", "c.txt"];

for (const version of [6, 5, 4] as const) {
  describe(`files under Gradio ${version}`, function () {
    this.timeout(120_000);
    const program = new Program();
    let url: string;
    before(async () => void (url = (await sharedApp("core", { version })).url));
    after(() => program.remove());

    it("keep their names through functions, uploads, downloads and items, where their contents are equal", async () => {
      const app = (name: string, endpoint: string, input: string, output: string) =>
        `const ${name} = new GradioNode("${url}", { apiName: "/${endpoint}", inputs: { ${input} }, outputs: { out: ${output} } });`;
      const file = program.write(
        "workflow.ts",
        `import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { FnNode, GradioNode, Graph, gr } from "daggr";
const three = new FnNode((_, { files }) => ${JSON.stringify(names)}.map((name) => { const path = join(files, name); writeFileSync(path, "same"); return path; }),
  { inputs: {}, outputs: { files: gr.File({ fileCount: "multiple" }) } });
${app("told", "file_names", "files: three.files", "gr.JSON()")}
${app("back", "same_file", "path: three.files.each", "gr.File()")}
const seen = new FnNode(({ paths }) => paths.map((path) => basename(path)), { inputs: { paths: back.out.all() }, outputs: { names: gr.JSON() } });
${app("again", "file_names", "files: back.out.all()", "gr.JSON()")}
export default new Graph({ name: "Names", nodes: [told, seen, again] });
`,
      );
      const { value } = await program.json<RunReport>(["run", file], env);
      assert.deepEqual(value.errors, {});
      const out = (node: string) => Object.values(value.results[node] ?? {})[0] as readonly string[];
      for (const node of ["told", "seen", "again"]) assert.deepEqual(out(node), names, node);
      for (const node of ["three", "back"])
        assert.deepEqual(
          out(node).map((path) => basename(path)),
          names,
          node,
        );
    });

    it("are what a link leads to: another target makes the result stale, in one engine", async () => {
      const folder = join(program.folder, `links-${version}`);
      const file = program.write(
        "links.ts",
        `import { GradioNode, Graph, gr } from "daggr";
const one = new GradioNode("${url}", { apiName: "/file_info", inputs: { path: "link.txt" }, outputs: { out: gr.JSON() } });
const two = new GradioNode("${url}", { apiName: "/file_names", inputs: { files: ["link.txt", "second.txt"] }, outputs: { out: gr.JSON() } });
export default new Graph({ name: "Links", nodes: [one, two] });
`,
      );
      const lead = (target: string, name: string) => {
        rmSync(join(program.folder, name), { force: true });
        symlinkSync(target, join(program.folder, name));
      };
      for (const [name, text] of [
        ["v1.txt", "one"],
        ["v2.txt", "other"],
      ] as const)
        writeFileSync(join(program.folder, name), text);
      lead("v1.txt", "link.txt");
      lead("v1.txt", "second.txt");
      const opened = await openWorkflow({
        file,
        data: join(folder, "data"),
        cache: join(folder, "cache"),
        dist: inRoot("dist"),
        folder: program.folder,
        settings: defaults,
        credentials: {
          huggingFaceToken: () => Promise.resolve(undefined),
          login: () => Promise.resolve(undefined),
        },
        log: () => {},
      });
      if (opened.type === "failed") assert.fail(opened.failure.message);
      const { workflow } = opened;
      try {
        const size = async () => {
          const { results, reused, errors } = (await workflow.run()).report;
          assert.deepEqual(errors, {});
          assert.deepEqual(results["two"]?.["out"], ["link.txt", "second.txt"]);
          return [(results["one"]?.["out"] as { size: number }).size, [...reused].sort()];
        };
        assert.deepEqual(await size(), [3, []]);
        assert.deepEqual(await size(), [3, ["one", "two"]]);
        lead("v2.txt", "link.txt");
        assert.deepEqual(await size(), [5, []]);
        writeFileSync(join(program.folder, "v2.txt"), "longer");
        assert.deepEqual(await size(), [6, []]);
        assert.deepEqual(await size(), [6, ["one", "two"]]);
      } finally {
        await workflow.close();
      }
    });
  });
}

describe("a file that an app gives under several names", () => {
  it("is several files", async () => {
    const meta = { _type: "gradio.FileData" };
    const file = (name: string) => ({ path: "/tmp/x.txt", orig_name: name, meta });
    const app = await startScriptedApp({
      data: () => streamed(completed([...names, "a.txt"].map(file))),
      other: () => ({ headers: { "content-type": "text/plain" }, body: "same" }),
    });
    const caller = await startCalling();
    try {
      const [files] = await caller.call(app.url, "/say");
      assert.deepEqual(
        (files as { name: string }[]).map(({ name }) => name),
        [...names, "a.txt"],
      );
      assert.equal(app.requests.filter(({ path }) => path.includes("file=")).length, 3);
    } finally {
      await caller.dispose();
      await app.stop();
    }
  });
});
