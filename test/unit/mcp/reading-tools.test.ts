import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { componentNames } from "../../../src/runtime/components/description.ts";
import { rules } from "../../../src/runtime/check/rules/table.ts";
import type { PrintedDiagnostic } from "../../../src/runtime/check/printed-diagnostic.ts";
import { Program } from "../terminal/support/program.ts";
import { Assistant, eras } from "./support/assistant.ts";

const misspelt = `import { FnNode, Graph, gr } from "daggr";
const first = new FnNode(({ text }) => text, { inputs: { text: gr.Textbox() }, outputs: { said: gr.Textbox() } });
const second = new FnNode(({ said }) => said, { inputs: { said: first.sayd }, outputs: { said: gr.Textbox() } });
export default new Graph({ name: "Misspelt", nodes: [second] });
`;

interface Checked {
  readonly diagnostics: readonly PrintedDiagnostic[];
}
interface Fixed extends Checked {
  readonly fixed: readonly string[];
}
interface Listed {
  readonly components: readonly { readonly name: string; readonly options: object }[];
}

for (const era of eras)
  describe(`an assistant of the ${era} protocol`, () => {
    const program = new Program();
    const outside = mkdtempSync(join(tmpdir(), "daggr-outside-"));
    let assistant: Assistant;
    before(async () => {
      program.write("workflow.ts", misspelt);
      // Running it would leave a file.
      program.write("runs.ts", `require("node:fs").writeFileSync("ran.txt", "");\n${misspelt}`);
      writeFileSync(join(outside, "secret.ts"), "export const secret = 1;");
      symlinkSync(join(outside, "secret.ts"), join(program.folder, "link.ts"));
      symlinkSync(outside, join(program.folder, "linked"));
      assistant = await Assistant.start(program, { era });
    });
    after(async () => {
      await assistant.close();
      program.remove();
      rmSync(outside, { recursive: true });
    });

    it("finds tools with schemas of arguments and results, and which of them only read", async () => {
      const { tools } = await assistant.client.listTools();
      assert.ok(tools.length >= 5);
      for (const tool of tools) {
        assert.equal(tool.inputSchema.type, "object", tool.name);
        assert.equal(tool.outputSchema?.type, "object", tool.name);
        assert.equal(typeof tool.annotations?.readOnlyHint, "boolean", tool.name);
        assert.ok((tool.description ?? "").length > 40, tool.name);
      }
      const reading = tools.filter(({ annotations }) => annotations?.readOnlyHint).map(({ name }) => name);
      assert.deepEqual(
        ["apply_fixes", "run", "test_node"].filter((name) => reading.includes(name)),
        [],
      );
    });

    it("checks a file as the terminal does", async () => {
      const { value } = await assistant.call<Checked>("check", { file: "workflow.ts" });
      const terminal = await program.json<{ diagnostics: PrintedDiagnostic[] }>(["check", "workflow.ts"]);
      const withNames = JSON.parse(
        JSON.stringify(terminal.value.diagnostics).replaceAll(`${program.folder}/`, ""),
      ) as unknown;
      assert.deepEqual(value.diagnostics, withNames);
      assert.ok(value.diagnostics.some(({ code }) => code === "unknown-port"));
    });

    it("says which nodes a function may call, and which functions a node is called by", async () => {
      program.write(
        "calling.ts",
        `import { FnNode, Graph, gr } from "daggr";
const square = new FnNode(({ x }: { x: number }) => x * x, { outputs: { value: gr.Number() } });
const sum = new FnNode(async (inputs, context) => (await context.call(square, { x: 2 })).value, {
  inputs: {}, outputs: { total: gr.Number() }, calls: { square },
});
export default new Graph({ name: "Sums", nodes: [sum] });
`,
      );
      const { value } = await assistant.call<{
        nodes: { name: string; mayCall?: string[]; calledBy?: string[] }[];
      }>("describe_workflow", { file: "calling.ts" });
      assert.deepEqual(
        value.nodes.map(({ name, mayCall, calledBy }) => ({ name, mayCall, calledBy })),
        [
          { name: "square", mayCall: undefined, calledBy: ["sum"] },
          { name: "sum", mayCall: ["square"], calledBy: undefined },
        ],
      );
    });

    it("checks all workflows of a folder that are no links, and names one that has none", async () => {
      program.write("several/wrong.ts", misspelt);
      program.write("several/deeper/right.ts", misspelt.replace("sayd", "said"));
      program.write("several/helper.ts", "export const wrong: number = 'text';");
      writeFileSync(join(outside, "flow.ts"), misspelt);
      symlinkSync(join(outside, "flow.ts"), join(program.folder, "several/linked.ts"));
      const { value } = await assistant.call<Checked>("check", { file: "several" });
      assert.deepEqual([...new Set(value.diagnostics.map(({ file }) => file))], ["several/wrong.ts"]);
      program.write("none/helper.ts", "export {};");
      assert.match(
        (await assistant.call("check", { file: "none" })).text,
        /There is no workflow file in 'none'/,
      );
    });

    it("checks a text that is not saved, and a file that is not there yet", async () => {
      const text = misspelt.replace("sayd", "said");
      for (const file of ["workflow.ts", "new/other.ts"])
        assert.deepEqual((await assistant.call<Checked>("check", { file, text })).value.diagnostics, []);
    });

    it("applies a fix that is named by its place, and all safe ones", async () => {
      const path = program.write("fixed.ts", misspelt);
      const checked = await assistant.call<Checked>("check", { file: "fixed.ts" });
      const { code, line } = checked.value.diagnostics[0]!;
      const wrong = await assistant.call<Fixed>("apply_fixes", {
        file: "fixed.ts",
        fixes: [{ code, line: 1 }],
      });
      assert.match(wrong.text, /There is no 'unknown-port' in line 1\. Check again/);
      assert.equal(readFileSync(path, "utf8"), misspelt);
      const { value } = await assistant.call<Fixed>("apply_fixes", {
        file: "fixed.ts",
        fixes: [{ code, line }],
      });
      assert.equal(value.fixed.length, 1);
      assert.deepEqual(value.diagnostics, []);
      assert.match(readFileSync(path, "utf8"), /first\.said/);
      program.write("fixed.ts", misspelt);
      assert.deepEqual(
        (await assistant.call<Fixed>("apply_fixes", { file: "fixed.ts" })).value.diagnostics,
        [],
      );
    });

    it("gets each diagnostic explained, and is told the closest code", async () => {
      for (const { code, right } of rules) {
        const { value } = await assistant.call<{ right: string }>("explain", { code });
        assert.equal(value.right, right);
      }
      const { isError, text } = await assistant.call("explain", { code: "unknown-endpint" });
      assert.ok(isError);
      assert.match(text, /There are 'unknown-endpoint'/);
    });

    it("reads the guide by topic", async () => {
      const { value } = await assistant.call<{ topics: { topic: string }[] }>("guide");
      const topics = value.topics.map(({ topic }) => topic);
      assert.ok(topics.includes("start") && topics.includes("lists"));
      for (const topic of topics) {
        const { text } = await assistant.call("guide", { topic });
        assert.ok(text.length > 100 && text.length < 8_000, topic);
      }
      assert.match((await assistant.call("guide", { topic: "context" })).text, /^# Functions\n/);
      assert.ok((await assistant.call("guide", { topic: "nothing" })).isError);
    });

    it("learns values and options of every component", async () => {
      const all = await assistant.call<Listed>("components");
      assert.deepEqual(
        all.value.components.map(({ name }) => name),
        componentNames,
      );
      for (const name of componentNames) {
        const { value } = await assistant.call<Listed>("components", { name });
        assert.ok(Object.keys(value.components[0]!.options).includes("label"), name);
      }
      assert.match((await assistant.call("components", { name: "Slidr" })).text, /There are 'Slider'/);
    });

    it("reads nothing outside of the workspace, nothing hidden, and follows no link out of it", async () => {
      const ask = (file: string) => assistant.call("check", { file });
      for (const file of [
        "../x.ts",
        join(outside, "secret.ts"),
        "link.ts",
        ".hidden.ts",
        "node_modules/x/y.ts",
        "..",
        "node_modules/x",
        "linked",
      ]) {
        const { isError, text } = await ask(file);
        assert.ok(isError, file);
        assert.match(text, /outside of the workspace|left alone/, file);
      }
      assert.match((await ask("nothing.ts")).text, /There is no file 'nothing\.ts'/);
      assert.match((await ask("workflow.py")).text, /no workflow file/);
      for (const uri of [`daggr://workflow/${encodeURIComponent("../x.ts")}`, "daggr://workflow/link.ts"])
        await assert.rejects(assistant.client.readResource({ uri }), /outside of the workspace/);
    });

    it("runs nothing by reading", async () => {
      await assistant.call<Checked>("check", { file: "runs.ts" });
      await assistant.call<Fixed>("apply_fixes", { file: "runs.ts" });
      assert.throws(() => readFileSync(join(program.folder, "ran.txt")), /ENOENT/);
    });

    it("is told by name what is wrong with its arguments", async () => {
      const { isError, text } = await assistant.call<Checked>("check", { path: "workflow.ts" });
      assert.ok(isError);
      assert.match(text, /file|path/);
      assert.doesNotMatch(text, /\n\s+at /);
    });

    it("reads the documentation and the workflow as resources", async () => {
      const { resources } = await assistant.client.listResources();
      const uris = resources.map(({ uri }) => uri);
      assert.ok(uris.includes("daggr://docs/reference") && uris.includes("daggr://workflow/workflow.ts"));
      for (const uri of uris) {
        const { contents } = await assistant.client.readResource({ uri });
        assert.ok("text" in contents[0]! && contents[0].text.length > 50, uri);
      }
    });
  });
