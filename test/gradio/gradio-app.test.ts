import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { access, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "@gradio/client";
import { pythonOf } from "../../scripts/lib/python.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { eventually } from "../support/eventually.ts";
import { Served } from "../support/served.ts";

const run = promisify(execFile);

async function serve(args: readonly string[] = []): Promise<Served> {
  const workflow = await readFile(inRoot("test", "workspaces", "served", "graph.ts"), "utf8");
  return Served.start({ workflow, args });
}

describe("a served workflow as a Gradio app", function () {
  this.timeout(180_000);
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "daggr-client-"))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** What `call-served.py` got. A result for the same word is used again, without a stream. */
  const python = async (
    version: 5 | 6,
    url: string,
    options = {},
    word = "abc",
  ): Promise<Record<string, unknown>> => {
    const script = inRoot("test", "support", "call-served.py");
    const { stdout } = await run(
      pythonOf(`gradio-${version}`),
      [script, url, folder, JSON.stringify(options), word],
      {
        timeout: 120_000,
        env: {
          ...process.env,
          HF_HUB_OFFLINE: "1",
          NO_PROXY: "127.0.0.1",
          GRADIO_ANALYTICS_ENABLED: "False",
        },
      },
    );
    return JSON.parse(stdout.trim().split("\n").at(-1)!) as Record<string, unknown>;
  };

  describe("of everybody", () => {
    let served: Served;
    before(async () => (served = await serve()));
    after(() => served.stop());

    for (const version of [6, 5] as const)
      it(`is called by Python's client of Gradio ${version}: text, files, a gallery, a stream, errors, a stop`, async () => {
        const got = await python(version, served.origin, {}, `ab${version}`);
        const { endpoints, greet, error, wrong, path, ...values } = got;
        const subgraphs = [0, 1, 2, 3, 4].map((at) => `/subgraph_${at}`);
        for (const name of [...subgraphs, "/greet", "/shout", "/album", "/spell", "/wait"])
          assert.ok((endpoints as string[]).includes(name), name);
        const { parameters, returns } = greet as {
          parameters: Record<string, unknown>[];
          returns: Record<string, unknown>[];
        };
        assert.deepEqual(
          parameters.map((one) => [
            one["label"],
            one["parameter_name"],
            one["component"],
            one["parameter_default"],
          ]),
          [
            ["Name", "name", "Textbox", "you"],
            ["times", "times", "Slider", 2],
          ],
        );
        assert.deepEqual(
          returns.map((one) => [one["label"], one["component"]]),
          [["Greeting", "Textbox"]],
        );
        assert.deepEqual(values, {
          text: "Hello Ada!!!",
          defaults: "Hello you!!",
          file: "SO QUIET",
          gallery: [
            [true, "picture 1"],
            [true, "picture 2"],
          ],
          stream: ["a", "ab", `ab${version}`],
          stopped: true,
        });
        assert.match(String(error), /There is no such folder/);
        assert.match(String(wrong), /The parameter 'times' expects a number/);
        assert.match(String(path), /'\/etc\/passwd' names no file that was uploaded here/);
      });

    it("is called by JavaScript's client: text, files, a gallery, a stream", async () => {
      const client = await Client.connect(served.origin, { events: ["data", "status"] });
      try {
        const text = await client.predict("/greet", { name: "Ada" });
        assert.deepEqual(text.data, ["Hello Ada!!"]);
        const loud = await client.predict("/shout", { file: new Blob(["so quiet"]) });
        const [{ url }] = loud.data as [{ url: string }];
        assert.equal(await (await fetch(url)).text(), "SO QUIET");
        const album = await client.predict("/album", [3]);
        const [pictures] = album.data as [{ image: { url: string }; caption: string }[]];
        assert.deepEqual(
          pictures.map(({ caption }) => caption),
          ["picture 1", "picture 2", "picture 3"],
        );
        assert.equal((await fetch(pictures[0]!.image.url)).status, 200);
        const letters: unknown[] = [];
        for await (const event of client.submit("/spell", ["xyz"]))
          if (event.type === "data") letters.push(event.data[0]);
        assert.deepEqual(letters, ["x", "xy", "xyz", "xyz"]);
        const api = await client.view_api();
        assert.ok("/greet" in api.named_endpoints);
      } finally {
        client.close();
      }
    });

    it("is built into a page by gr.load", async () => {
      for (const version of [6, 5] as const) {
        const code = `
import json, sys, gradio as gr, gradio.external
demo = gr.load(sys.argv[1], src=lambda name, token: gradio.external.from_spaces_blocks(name, token))
fn = next(one for one in demo.fns.values() if one.api_name == "greet")
print(json.dumps([[one.label for one in fn.inputs], fn.fn("Ada", 1)]))`;
        const { stdout } = await run(pythonOf(`gradio-${version}`), ["-c", code, served.origin], {
          timeout: 120_000,
          env: {
            ...process.env,
            HF_HUB_OFFLINE: "1",
            NO_PROXY: "127.0.0.1",
            GRADIO_ANALYTICS_ENABLED: "False",
          },
        });
        assert.deepEqual(JSON.parse(stdout.trim().split("\n").at(-1)!), [["Name", "times"], "Hello Ada!"]);
      }
    });
  });

  it("is called by another workflow, with files both ways, which can stop it here", async () => {
    const served = await serve();
    const caller = await Served.start({
      workflow: `import { FnNode, GradioNode, Graph, gr } from "daggr";
import { writeFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
const write = new FnNode(({}: {}, context) => {
  const path = join(context.files, "said.txt");
  writeFileSync(path, "from afar");
  return path;
}, { name: "write", outputs: { file: gr.File() } });
const shout = new GradioNode("${served.origin}", { apiName: "/shout", name: "shout", inputs: { file: write.file }, outputs: { loud: gr.File() } });
const read = new FnNode(({ file }: { file: string }) => readFileSync(file, "utf8"), { name: "read", inputs: { file: shout.loud }, outputs: { text: gr.Textbox() } });
const wait = new GradioNode("${served.origin}", { apiName: "/wait", name: "wait", inputs: { folder: gr.Textbox() }, outputs: { text: gr.Textbox() } });
export default new Graph({ name: "caller", nodes: [read, wait] });
`,
    });
    try {
      const client = await Client.connect(caller.origin, { events: ["data", "status"] });
      const { data } = await client.predict("/read", []);
      assert.deepEqual(data, ["FROM AFAR"]);
      const job = client.submit("/wait", { folder });
      await eventually("the called function starts", () => access(join(folder, "started")));
      await job.cancel();
      await eventually("its signal aborts", () => access(join(folder, "stopped")));
      client.close();
    } finally {
      await caller.stop();
      await served.stop();
    }
  });

  it("is called with a token, and with a user's login", async () => {
    const withToken = await serve(["--token", "a-long-enough-token"]);
    try {
      const headers = { Authorization: "Bearer a-long-enough-token" };
      assert.equal((await python(6, withToken.origin, { headers }))["text"], "Hello Ada!!!");
      await assert.rejects(python(6, withToken.origin));
    } finally {
      await withToken.stop();
    }
    const withLogin = await serve(["--auth", "ada:a password"]);
    try {
      const auth = ["ada", "a password"];
      assert.equal((await python(5, withLogin.origin, { auth }))["text"], "Hello Ada!!!");
    } finally {
      await withLogin.stop();
    }
  });
});
