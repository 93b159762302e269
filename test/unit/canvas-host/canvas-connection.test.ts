import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { CanvasConnection } from "../../../src/runtime/canvas-host/canvas-connection.ts";
import type { CanvasHost, HostedFiles, HostedSession } from "../../../src/runtime/canvas-host/host.ts";
import type { CanvasState, ToCanvas } from "../../../src/runtime/protocol/canvas.ts";
import type { EngineIntent } from "../../../src/runtime/protocol/intents.ts";
import { emptyNode } from "../../../src/runtime/protocol/reduce.ts";
import type { Value } from "../../../src/runtime/values/value.ts";
import { fn, graph } from "../support/graphs.ts";

const hash = "a".repeat(64);
const otherHash = "b".repeat(64);
const picture = { $file: hash, name: "picture.png", mime: "image/png", size: 3 };

describe("the connection of a canvas", () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-canvas-host-"));
    path = join(folder, "picture.png");
    await writeFile(path, "png");
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("sends one snapshot when the page is ready and the graph is open, whichever comes first", async () => {
    for (const first of ["page", "graph"] as const) {
      const { connection, sent, show } = connect({ shown: false });
      if (first === "page") await connection.receive({ type: "ready" });
      show();
      if (first === "graph") await connection.receive({ type: "ready" });
      assert.deepEqual(
        sent.map(({ type }) => type),
        ["snapshot"],
      );
    }
  });

  it("tells when the page has drawn its first snapshot, or is gone", async () => {
    for (const message of ["drawn", "gone"] as const) {
      const { connection } = connect();
      let drawn = false;
      void connection.drawn.then(() => (drawn = true));
      await connection.receive({ type: "ready" });
      assert.equal(drawn, false);
      if (message === "gone") connection.pageGone();
      else await connection.receive({ type: "drawn" });
      await connection.drawn;
    }
  });

  it("sends events only to a page that listens, and names cleared fields", async () => {
    const { connection, sent } = connect();
    const events = [{ type: "state", state: { run: undefined } }] as const;
    connection.sendEvents(1, events);
    assert.deepEqual(sent, []);
    await connection.receive({ type: "ready" });
    connection.sendEvents(2, events);
    assert.deepEqual(sent[1], {
      type: "events",
      revision: 2,
      events: [{ type: "state", state: { run: undefined }, cleared: ["run"] }],
    });
    connection.pageGone();
    connection.sendEvents(3, events);
    assert.equal(sent.length, 2);
  });

  it("refuses what is not an intent, and hands nothing of it on", async () => {
    const { connection, calls, warnings } = connect();
    for (const message of [
      null,
      7,
      "ready",
      {},
      { type: "run" },
      { type: "exec", command: "rm" },
      nested(100_000),
    ])
      await connection.receive(message);
    assert.equal(warnings.length, 7);
    assert.deepEqual(calls, []);
  });

  it("hands intents of the engine on, and answers those with a request number", async () => {
    const { connection, calls, sent } = connect();
    await connection.receive({ type: "ready" });
    await connection.receive({ type: "pick", choice: "voice", variant: "second" });
    await connection.receive({ type: "preview", request: 5, mode: "to-here" });
    assert.deepEqual(calls, ["send pick", "send preview"]);
    assert.deepEqual(sent[1], { type: "reply", request: 5, value: "answer" });
  });

  it("loads the workflow once before a run, and not for anything else", async () => {
    const { connection, calls } = connect();
    await connection.receive({ type: "undo" });
    await connection.receive({ type: "run-all", forced: false });
    assert.deepEqual(calls, ["send undo", "load", "send run-all"]);
  });

  it("runs nothing in a workspace that is not trusted", async () => {
    const { connection, calls, sent } = connect({ trusted: false });
    await connection.receive({ type: "ready" });
    await connection.receive({ type: "run", node: "painter", mode: "step" });
    assert.deepEqual(calls, []);
    assert.match((sent[1] as { message: string }).message, /not trusted.*Manage Workspace Trust/);
  });

  it("says of a refused run what would let it go ahead, and of other refusals nothing", async () => {
    const until = async (options: Parameters<typeof connect>[0], message: unknown) => {
      const { connection, sent } = connect(options);
      await connection.receive({ type: "ready" });
      await connection.receive(message);
      const [, refused] = sent;
      assert.ok(refused?.type === "rejected");
      return refused.until;
    };
    const run = { type: "run", node: "painter", mode: "step" };
    assert.equal(await until({ trusted: false }, run), "trusted");
    assert.equal(await until({ loads: false }, run), "loaded");
    assert.equal(await until({ loads: false }, { type: "load" }), "loaded");
    assert.equal(await until({}, { type: "open-graph", graph: "Elsewhere" }), undefined);
  });

  it("reads a file that the named card shows", async () => {
    const { connection, sent } = connect();
    await connection.receive({ type: "ready" });
    await connection.receive({ type: "read-file", request: 1, node: "painter", file: hash });
    assert.deepEqual(sent[1], { type: "bytes", request: 1, bytes: new Uint8Array(Buffer.from("png")) });
  });

  for (const [name, node, file] of [
    ["that no card shows", "painter", otherHash],
    ["that another card shows", "writer", hash],
    ["of a card that is not there", "constructor", hash],
  ] as const) {
    it(`reads no file ${name}`, async () => {
      const { connection, sent, calls } = connect();
      await connection.receive({ type: "ready" });
      await connection.receive({ type: "read-file", request: 1, node, file });
      assert.equal(sent[1]?.type, "rejected");
      assert.deepEqual(calls, [], "the engine is not asked for its path");
    });
  }

  it("saves one of several equal files under its own name", async () => {
    const { connection, calls } = connect();
    await connection.receive({ type: "ready" });
    for (const name of ["copy.png", "picture.png", "no such.png", undefined])
      await connection.receive({ type: "save-file", node: "twice", file: hash, ...(name && { name }) });
    assert.deepEqual(
      calls,
      ["copy.png", "picture.png", "picture.png", "picture.png"].map((name) => `save ${name} as ${name}`),
    );
  });

  it("makes the address of a page from the graph, and opens graphs of the file only", async () => {
    const { connection, calls, sent } = connect();
    await connection.receive({ type: "ready" });
    await connection.receive({ type: "open-page", node: "painter" });
    await connection.receive({ type: "open-graph", graph: "Elsewhere" });
    assert.deepEqual(calls, []);
    assert.equal(sent[1]?.type, "rejected");
    await connection.receive({ type: "open-graph", graph: "Test" });
    assert.deepEqual(calls, ["openGraph Test"]);
  });

  it("signs in to the app that a node's failure names, and to no other", async () => {
    const { connection, calls } = connect();
    await connection.receive({ type: "ready" });
    for (const node of ["writer", "painter", "constructor"])
      await connection.receive({ type: "sign-in-to-app", node, origin: "http://evil.test" });
    assert.deepEqual(calls, ["signInToApp http://127.0.0.1:7860"]);
  });

  it("copies a report that an assistant can act on", async () => {
    const { connection, calls } = connect();
    await connection.receive({ type: "copy-for-assistant", node: "writer" });
    assert.match(
      calls[0]!,
      /^copyText Node 'writer' \(fn\).*failed\.[^]*Error: It broke\.[^]*What to do: Mend it\./,
    );
  });

  function connect({ trusted = true, shown = true, loads = true } = {}) {
    const calls: string[] = [];
    const warnings: string[] = [];
    const sent: ToCanvas[] = [];
    const note =
      (name: string) =>
      (argument?: unknown): Promise<void> => {
        calls.push(typeof argument === "string" ? `${name} ${argument}` : name);
        return Promise.resolve();
      };
    const host: CanvasHost = {
      isTrusted: () => trusted,
      manageTrust: note("manageTrust"),
      signIn: note("signIn"),
      signInToApp: note("signInToApp"),
      showLogs: note("showLogs"),
      goToNode: note("goToNode"),
      goToLocation: note("goToLocation"),
      highlightNode: (node) => void calls.push(`highlightNode ${node}`),
      openGraph: note("openGraph"),
      openAddress: note("openAddress"),
      copyText: note("copyText"),
      showText: note("showText"),
      openFile: note("openFile"),
      saveFile: (from, name) => Promise.resolve(void calls.push(`save ${basename(from)} as ${name}`)),
      chooseFile: () => Promise.resolve(path),
      exportSheet: note("exportSheet"),
      exportPage: note("exportPage"),
      saveAsTest: note("saveAsTest"),
      stopRecording: note("stopRecording"),
      importSheet: note("importSheet"),
      copySheet: note("copySheet"),
    };
    const files: HostedFiles = {
      pathOf: ({ hash: asked, name }) => Promise.resolve(asked === hash ? join(folder, name) : undefined),
      addFile: (file) => Promise.resolve(file.path),
    };
    const session: HostedSession = {
      state: stateOf(),
      send: (intent: EngineIntent): Promise<Value> => {
        calls.push(`send ${intent.type}`);
        return Promise.resolve("answer");
      },
      ensureLoaded: () => {
        calls.push("load");
        return Promise.resolve(loads);
      },
    };
    const log = { warning: (text: string) => void warnings.push(text), error: () => {} };
    const connection = new CanvasConnection({ host, files, log, post: (message) => void sent.push(message) });
    const show = () =>
      connection.show(session, () => ({
        mediaRoot: "media",
        restore: { file: "file:///w.ts" },
        without: [],
      }));
    if (shown) show();
    return { connection, calls, sent, warnings, show };
  }
});

function stateOf(): CanvasState {
  const signIn = { to: "app", origin: "http://127.0.0.1:7860" } as const;
  const failure = { message: "It broke.", help: "Mend it.", signIn };
  return {
    revision: 0,
    title: "workflow.ts",
    graph: graph(fn("painter"), fn("writer")),
    graphs: ["Test"],
    loading: { kind: "ready" },
    layout: { cards: {} },
    sheets: [],
    nodes: {
      painter: { ...emptyNode, outputs: { output: picture } },
      twice: { ...emptyNode, outputs: { output: [picture, { ...picture, name: "copy.png" }] } },
      writer: { ...emptyNode, status: "failed", failure },
    },
    ...{ inputs: {}, picks: {}, positions: {}, sizes: {}, compact: {}, kept: {}, partial: {} },
    preview: { run: [], reused: [] },
    earlier: [],
    canUndo: false,
    canRedo: false,
    account: { signedIn: false },
    trusted: true,
    notices: [],
  };
}

/** Lists in lists, so deep that reading them exhausts a stack. */
function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return { type: "set-input", input: "a", value };
}
