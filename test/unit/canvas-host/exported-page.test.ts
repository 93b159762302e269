import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportedPage } from "../../../src/runtime/canvas-host/exported-page.ts";
import type { HostedSession } from "../../../src/runtime/canvas-host/host.ts";
import type { CanvasState, LineageStep, NodeState } from "../../../src/runtime/protocol/canvas.ts";
import type { ExportedSheet } from "../../../src/runtime/protocol/exported-sheet.ts";
import { emptyNode } from "../../../src/runtime/protocol/reduce.ts";
import type { Value } from "../../../src/runtime/values/value.ts";
import { fn, graph } from "../support/graphs.ts";

const hash = "a".repeat(64);
const evil = `</script><script>alert(1)</script><!-- <script> ${String.fromCharCode(0x2028)} &amp;`;

describe("a sheet as a page", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-export-"));
    const chunks = {
      "main.js": { imports: ["shared.js"], later: ["dataframe.js", "plot.js", "theme.js"] },
      "shared.js": { imports: [], later: [] },
      "theme.js": { imports: [], later: [] },
      "dataframe.js": { view: "Dataframe", imports: ["grid.js"], later: [] },
      "grid.js": { imports: [], later: [] },
      "plot.js": { view: "Plot", imports: ["plotly.js"], later: [] },
      "plotly.js": { imports: [], later: [] },
    };
    for (const name of Object.keys(chunks)) await writeFile(join(folder, name), `// ${name}`);
    await writeFile(join(folder, "main.css"), "main {}");
    await writeFile(join(folder, "main.chunks.json"), JSON.stringify(chunks));
    await writeFile(join(folder, "secret.bin"), "a file");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const results = ["new", "old"].map((id) => ({
    ...{ id, node: "say", startedAt: 1, duration: 2, starred: false, edited: false },
  }));
  const said: NodeState = {
    ...emptyNode,
    status: "done",
    shown: "new",
    results: results as unknown as NodeState["results"],
    outputs: { text: evil, file: { $file: hash, name: `${evil}.bin`, mime: "text/html", size: 6 } },
  };
  const step: LineageStep = {
    ...{ node: "say", result: "new", startedAt: 1, duration: 2, inputs: { prompt: evil }, canvas: {} },
    ...{ outputs: said.outputs!, upstream: {} },
  };

  function session(change: Partial<CanvasState> = {}): HostedSession {
    const source = { file: "/home/ada/secret-project/workflow.ts", line: 3, column: 1 };
    const component = { component: "Dataframe", options: {} } as const;
    const say = {
      ...fn("say", {}, { source }),
      inputs: [{ name: "words", kind: "fixed", value: "/home/ada/secret-project/words.txt" } as const],
      outputs: [{ name: "text", view: { kind: "component", component } as const }],
    };
    // Cast: what an export looks at, and the fields that it has to take away.
    const state = {
      ...{ revision: 7, title: "workflow.ts", loading: { kind: "ready" }, trusted: true },
      graph: { ...graph(say), name: evil, source, allowedPaths: ["/home/ada/data"] },
      graphs: [evil, "Another graph"],
      layout: { cards: { say: { x: 0, y: 0, width: 10, height: 10 } } },
      sheets: [
        { id: "one", name: "One", usedAt: 1 },
        { id: "two", name: "A private sheet", usedAt: 2 },
      ],
      sheet: "one",
      ...{ inputs: {}, picks: {}, positions: {}, sizes: {}, compact: {}, kept: {}, partial: {} },
      nodes: { say: said },
      ...{
        preview: { run: [{ node: "say", why: "missing" }], reused: [] },
        earlier: [{ node: "gone", results: [] }],
      },
      ...{ canUndo: true, canRedo: true, account: { signedIn: true, name: "ada" } },
      notices: [{ id: "n", level: "warning", text: "A private notice", actions: [] }],
      ...change,
    } as unknown as CanvasState;
    return {
      state,
      send: (intent) => Promise.resolve(intent.type === "lineage" ? ([step] as unknown as Value) : undefined),
      ensureLoaded: () => Promise.resolve(true),
    };
  }

  const page = (of = session(), path: string | null = join(folder, "secret.bin")) =>
    exportedPage({
      session: of,
      files: {
        pathOf: () => Promise.resolve(path ?? undefined),
        addFile: () => Promise.reject(new Error("unused")),
      },
      built: folder,
      language: "en",
      folder: "/home/ada/secret-project",
    });

  /** As a browser finds them: an element's text ends at the first end tag. */
  const scriptsOf = (html: string) =>
    [...html.matchAll(/<script([^>]*)>([^]*?)<\/script/gi)].map(([, attributes = "", text = ""]) => ({
      attributes,
      text,
    }));
  const sheetOf = (html: string) =>
    JSON.parse(
      scriptsOf(html).find(({ attributes }) => attributes.includes('id="exported-sheet"'))?.text ?? "",
    ) as ExportedSheet;

  it("holds values and names that look like HTML as they are, and as nothing but text", async () => {
    const html = await page();
    const { state, steps, lineage } = sheetOf(html);
    assert.equal(state.nodes["say"]?.outputs?.["text"], evil);
    assert.equal(state.graph?.name, evil);
    assert.equal(steps["new"]?.inputs["prompt"], evil);
    assert.deepEqual(lineage, { new: ["new"] });
    assert.ok(
      !scriptsOf(html).some(({ attributes, text }) => attributes === "" || text.includes("alert(1)<")),
    );
    assert.match(html, /<title>&lt;\/script>&lt;script>alert\(1\)/);
    const nonce = /'nonce-([\w-]+)'/.exec(html)?.[1];
    const running = scriptsOf(html).filter(
      ({ attributes }) => !/type="(text\/plain|application\/json)"/.test(attributes),
    );
    assert.equal(running.length, 2);
    for (const { attributes } of running) assert.ok(nonce && attributes.includes(`nonce="${nonce}"`));
  });

  it("may load nothing and connect to nothing", async () => {
    const [, policy = ""] = /http-equiv="Content-Security-Policy" content="(.*?)"/.exec(await page()) ?? [];
    assert.match(policy, /^default-src 'none'; script-src 'nonce-[\w-]+'; style-src 'nonce-[\w-]+'; /);
    assert.match(policy, /img-src data: blob:; media-src data: blob:; base-uri 'none'; form-action 'none'$/);
  });

  it("holds the files that the sheet shows, each once", async () => {
    const files = scriptsOf(await page()).filter(({ attributes }) => attributes.includes("data-file"));
    assert.deepEqual(files, [
      {
        attributes: ` type="text/plain" data-file="${hash}"`,
        text: Buffer.from("a file").toString("base64"),
      },
    ]);
    const without = scriptsOf(await page(session(), null));
    assert.ok(!without.some(({ attributes }) => attributes.includes("data-file")));
  });

  it("holds nothing that is this machine's or this person's only", async () => {
    const failure = {
      message: "Cannot read '/home/ada/secret-project/data/x.txt' nor /home/ada/y.txt.",
      causes: ["ENOENT: /home/ada/secret-project/data/x.txt"],
      at: { file: "/home/ada/x.ts", line: 3 },
      stack: "at /home/ada/x.ts",
    };
    const failed = { ...said, status: "failed", failure } as NodeState;
    const html = await page(session({ nodes: { say: failed } }));
    for (const secret of ["/home/ada", '"ada"', "A private", "Another graph", "gone", '"old"'])
      assert.ok(!html.includes(secret), secret);
    assert.deepEqual(sheetOf(html).state.nodes["say"]?.failure, {
      message: "Cannot read 'data/x.txt' nor ../y.txt.",
      causes: ["ENOENT: data/x.txt"],
    });
    const [say] = sheetOf(html).state.graph!.nodes;
    assert.deepEqual(say!.inputs, [{ name: "words", kind: "fixed", value: "words.txt" }]);
  });

  it("shows what runs or asks as it stands", async () => {
    const asking = {
      ...said,
      status: "asking",
      question: { step: "text-input", message: "?", value: "" },
    } as NodeState;
    const waiting = { ...emptyNode, status: "waiting", phase: { kind: "waiting" } } as NodeState;
    const { nodes } = sheetOf(await page(session({ nodes: { say: asking, other: waiting } }))).state;
    assert.deepEqual([nodes["say"]?.status, nodes["other"]?.status], ["done", "idle"]);
    assert.deepEqual([nodes["say"]?.question, nodes["other"]?.phase], [undefined, undefined]);
  });

  it("brings all scripts but the views of components that it does not show", async () => {
    const names = [...(await page()).matchAll(/data-module="(.+?)"/g)].map(([, name]) => name);
    assert.deepEqual(names, ["main.js", "shared.js", "dataframe.js", "theme.js", "grid.js"]);
  });

  it("says what to do where there is no sheet, or its files are too many for a page", async () => {
    await assert.rejects(page(session({ sheet: undefined })), /no sheet of workflow\.ts yet.*run it once/s);
    const large = { $file: hash, name: "film.mp4", mime: "video/mp4", size: 2 ** 31 };
    const state = session({ nodes: { say: { ...said, outputs: { film: large } } } });
    await assert.rejects(page(state), /more than 200 MB.*Export the sheet to a \.daggr-sheet file/s);
  });
});
