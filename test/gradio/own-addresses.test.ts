import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import type { RunReport } from "../../src/runtime/headless/run-report.ts";
import { serveHttp, type Ask, type HttpServer } from "../hub/http.ts";
import { sharedApp } from "../support/gradio.ts";
import { Program } from "../unit/terminal/support/program.ts";

const env = { HF_ENDPOINT: "http://127.0.0.1:9" };
const picture = readFileSync(inRoot("media", "icon.png"));

/** Files on a server that only the person's machine reaches, named in a workflow file. */
for (const version of [6, 5, 4] as const) {
  describe(`addresses of the person's own network under Gradio ${version}`, function () {
    this.timeout(120_000);
    const program = new Program();
    const asked: Ask[] = [];
    let files: HttpServer;
    let url: string;
    let content = "first";

    before(async () => {
      url = (await sharedApp("core", { version })).url;
      files = await serveHttp((ask) => {
        asked.push(ask);
        if (ask.path === "/icon.png") return { headers: { "content-type": "image/png" }, body: picture };
        if (ask.path === "/open.txt") return { headers: { "content-type": "text/plain" }, body: content };
        const basic = `Basic ${Buffer.from("ada:secret").toString("base64")}`;
        return ask.headers.authorization === basic ? { body: "closed" } : { status: 401, body: "no" };
      });
    });
    after(async () => {
      await files.stop();
      program.remove();
    });

    const node = (name: string, endpoint: string, inputs: string, more = "") =>
      `const ${name} = new GradioNode("${url}", { apiName: "/${endpoint}", inputs: { ${inputs} }, outputs: { out: gr.JSON() }${more} });`;
    const run = async (nodes: Readonly<Record<string, string>>) => {
      const file = program.write(
        "workflow.ts",
        `import { FnNode, GradioNode, Graph, gr } from "daggr";
${Object.values(nodes).join("\n")}
export default new Graph({ name: "Own", nodes: [${Object.keys(nodes).join(", ")}] });
`,
      );
      return (await program.json<RunReport>(["run", file, "--data", "data"], env)).value;
    };

    it("are fetched here where the workflow file names them as files, and uploaded", async () => {
      const closed = files.url.replace("//", "//ada:secret@") + "/closed.txt";
      const { results, errors } = await run({
        one: node("one", "file_info", `path: "${files.url}/open.txt"`),
        several: node("several", "file_names", `files: ["${files.url}/open.txt", "${closed}"]`),
        image: node("image", "image_size", `image: "${files.url}/icon.png"`),
        hooked: node("hooked", "file_info", `path: "${closed}"`, ", preprocess: (inputs) => ({ ...inputs })"),
      });
      assert.deepEqual(errors, {});
      const info = (name: string) => results[name]?.["out"] as { name: string; size: number };
      assert.deepEqual([info("one").name, info("one").size], ["open.txt", 5]);
      assert.deepEqual([info("hooked").name, info("hooked").size], ["closed.txt", 6]);
      assert.deepEqual(results["several"]?.["out"], ["open.txt", "closed.txt"]);
      assert.ok((results["image"]?.["out"] as { width?: number }).width);
    });

    it("count by what they give: other content makes the result stale", async () => {
      const nodes = { one: node("one", "file_info", `path: "${files.url}/open.txt"`) };
      content = "second";
      await run(nodes);
      assert.deepEqual((await run(nodes)).reused, ["one"]);
      content = "and a third";
      const { reused, results } = await run(nodes);
      assert.deepEqual(reused, []);
      assert.equal((results["one"]?.["out"] as { size: number }).size, 11);
    });

    it("stay text where text is wanted, and are nothing that code may name", async () => {
      asked.length = 0;
      const { results } = await run({
        text: node("text", "echo", `text: "${files.url}/open.txt"`),
        made: `const made = new FnNode(() => "${files.url}/open.txt", { outputs: { address: gr.Textbox() } });`,
        used: node("used", "file_info", "path: made.address"),
      });
      assert.equal(results["text"]?.["out"], `${files.url}/open.txt`);
      // The app may try, if its Gradio lets it.
      assert.deepEqual(
        asked.filter(({ headers }) => !/python|httpx/i.test(headers["user-agent"] ?? "")),
        [],
      );
    });

    it("say why they cannot be fetched, without their login", async () => {
      const gone = files.url.replace("//", "//ada:wrong@") + "/x.png";
      const { errors } = await run({ gone: node("gone", "image_size", `image: "${gone}"`) });
      assert.match(
        errors["gone"]?.message ?? "",
        /^The file at http:\/\/ada@127\.0\.0\.1:\d+\/x\.png could not be fetched: it answered 401\./,
      );
    });
  });
}
