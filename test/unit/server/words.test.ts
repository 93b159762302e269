import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eventually } from "../../support/eventually.ts";
import { RawCanvas } from "../../support/raw-canvas.ts";
import { Served } from "../../support/served.ts";

const workflow = `import { readFileSync } from "node:fs";
import { FnNode, Graph, gr } from "daggr";

const here = import.meta.dirname;
const read = new FnNode(
  ({ name, folder }) => {
    console.log("looks into " + folder);
    return readFileSync(here + "/" + name, "utf8");
  },
  { inputs: { name: gr.Textbox({ value: "missing.txt" }), folder: here + "/data" }, outputs: { text: gr.Textbox() } },
);
export default new Graph({ name: "Read", nodes: [read] });
`;

describe("what a server says of itself to visitors", function () {
  this.timeout(60_000);
  let served: Served;
  before(async () => {
    served = await Served.start({ workflow });
  });
  after(() => served?.stop());

  const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    fetch(served.origin + path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });
  /** It names the file that is missing, and not where on this machine. */
  const isRelative = (text: string, names = /'missing\.txt'/) => {
    assert.match(text, names);
    assert.ok(!text.includes(served.folder), text);
  };

  it("names files relative to the workflow where a call fails", async () => {
    isRelative(await (await post("/api/call", { inputs: {} })).text());
    const events = await post("/api/call", { inputs: {} }, { accept: "text/event-stream" });
    isRelative(await events.text());
    isRelative(await (await post("/gradio_api/run/read", { data: [] })).text());
    const { event_id: event } = (await (await post("/gradio_api/call/read", { data: [] })).json()) as {
      event_id: string;
    };
    isRelative(await (await fetch(`${served.origin}/gradio_api/call/read/${event}`)).text());
  });

  it("does so on the canvas, in failures, printed lines, fixed inputs and code", async () => {
    const canvas = await RawCanvas.open(served.origin);
    try {
      canvas.send({ type: "run-all", forced: false });
      canvas.send({ type: "go-to-code", node: "read" });
      await eventually("the node fails, and its code is shown", () => {
        const heard = JSON.stringify(canvas.messages);
        assert.match(heard, /"status":"failed"/);
        assert.match(heard, /"title":"workflow\.ts, line 5"/);
      });
      const heard = JSON.stringify(canvas.messages);
      isRelative(heard);
      isRelative(heard, /looks into data/);
      isRelative(heard, /"kind":"fixed","value":"data"/);
    } finally {
      canvas.close();
    }
  });

  it("does so where the file cannot be loaded", async () => {
    await served.save(workflow.replace("new Graph(", "new Graph(("));
    const canvas = await RawCanvas.open(served.origin);
    await eventually("it is told", () => {
      const heard = JSON.stringify(canvas.messages);
      assert.match(heard, /"kind":"failed"/);
      isRelative(heard, /"at":\{"file":"workflow\.ts"/);
    });
    canvas.close();
    await served.save(workflow);
  });

  it("keeps the causes of its own failures to its log", async () => {
    // Where it keeps what is uploaded.
    const media = join(served.folder, ".data", "media");
    await rm(media, { recursive: true, force: true });
    await writeFile(media, "in its place");
    const form = () => {
      const body = new FormData();
      body.set("files", new File(["words"], "a.txt"));
      return { method: "POST", body };
    };
    for (const path of ["/api/upload", "/gradio_api/upload"]) {
      const answer = await fetch(served.origin + path, form());
      assert.equal(answer.status, 500);
      assert.match(await answer.text(), /:"The server could not do this\. Its log says why\."/);
    }
    assert.match(served.log(), /A request failed: .*media/);
  });
});
