import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GraphDescription, OutputDescription } from "../../../src/runtime/graph/description.ts";
import { isFileRef, type Json } from "../../../src/runtime/values/value.ts";
import { listen } from "../../support/ports.ts";
import { testEngine, type TestEngine } from "../session/support/engine.ts";
import { FakeProcesses } from "../session/support/fake-processes.ts";
import { fn, graph, port, space } from "../support/graphs.ts";

const file: OutputDescription[] = [
  { name: "output", view: { kind: "component", component: { component: "File", options: {} } } },
];

interface Case {
  readonly allowedPaths?: readonly string[] | undefined;
  /** The second function gives this path instead. */
  readonly own?: string;
  /** Whether the Space writes its text so that no mark of it is left after the first function. */
  readonly escaped?: boolean;
}

describe("a path that reaches a file through code", () => {
  let top: string;
  let folder: string;
  let open: TestEngine | undefined;
  before(async () => {
    top = await realpath(await mkdtemp(join(tmpdir(), "daggr-allowed-")));
    folder = join(top, "workspace", "flows");
    await mkdir(join(folder, ".hidden"), { recursive: true });
    await mkdir(join(top, "data"));
    for (const name of [
      "secret.txt",
      "workspace/other.txt",
      "workspace/flows/own.txt",
      "workspace/flows/.env",
      "workspace/flows/.hidden/key.txt",
      "data/big.txt",
    ])
      await writeFile(join(top, name), `this is ${name}`);
    await symlink(join(top, "secret.txt"), join(folder, "link.txt"));
  });
  afterEach(async () => {
    await open?.stop();
    open = undefined;
  });
  after(() => rm(top, { recursive: true, force: true }));

  /** A Space says a text; two functions pass it on, the second as a file, which goes to another Space. */
  async function run(answer: string, { allowedPaths, own, escaped = true }: Case = {}) {
    const json = JSON.stringify({ path: ` ${answer} ` });
    const said = escaped ? json.replaceAll("/", "\\u002f") : json;
    const sent: Json[] = [];
    const services = {
      callSpace: (node: { readonly name: string }, inputs: unknown) => {
        if (node.name === "next") sent.push(inputs as Json);
        return Promise.resolve({
          returned: [node.name === "evil" ? said : "taken"],
        });
      },
    };
    const described: GraphDescription = {
      ...graph(
        space("evil"),
        fn("trim", { x: port("evil.output") }),
        { ...fn("show", { x: port("trim.output") }), outputs: file },
        space("next", { file: port("show.output") }),
      ),
      ...(allowedPaths && { allowedPaths }),
    };
    const bodies = {
      trim: ({ x }: { x?: unknown }) => (JSON.parse(String(x)) as { path: string }).path.trim(),
      show: ({ x }: { x?: unknown }) => own ?? String(x),
    };
    open = await testEngine(new FakeProcesses({ graphs: [described], bodies }), {
      services,
      file: join(folder, "workflow.ts"),
      roots: [join(top, "workspace")],
    });
    const canvas = await open.canvas();
    await canvas.load();
    await canvas.run();
    return { canvas, sent, failure: canvas.node("show").failure };
  }

  for (const [title, path] of [
    ["outside of the workspace", "secret.txt"],
    ["above it", "workspace/flows/../../secret.txt"],
    ["behind a link", "workspace/flows/link.txt"],
  ] as const)
    it(`is refused ${title}, with the way to allow it`, async () => {
      const { failure, sent } = await run(join(top, path));
      assert.match(failure?.message ?? "", /outside of the folders whose files code may hand on/);
      assert.match(failure?.help ?? "", /allowedPaths: \["/);
      assert.deepEqual(sent, []);
    });

  it("is refused where it is relative and leads outside", async () => {
    assert.match((await run("../../secret.txt")).failure?.message ?? "", /outside of the folders/);
  });

  it("is refused where its address is a file's", async () => {
    assert.match(
      (await run(`file://${join(top, "secret.txt")}`)).failure?.message ?? "",
      /outside of the folders/,
    );
  });

  for (const name of [".env", ".hidden/key.txt"])
    it(`is refused for what is hidden: ${name}`, async () => {
      const { failure, sent } = await run(join(folder, name));
      assert.match(failure?.message ?? "", /begin with a dot/);
      assert.deepEqual(sent, []);
    });

  for (const [title, path, allowed] of [
    ["under the workflow's folder", "workspace/flows/own.txt", undefined],
    ["under the workspace", "workspace/other.txt", undefined],
    ["that the graph allows", "secret.txt", ["../../secret.txt"]],
    ["in a folder that the graph allows", "data/big.txt", ["../../data"]],
    ["that is hidden and allowed", "workspace/flows/.env", [".env"]],
    ["behind a link to what is allowed", "workspace/flows/link.txt", ["../../secret.txt"]],
  ] as const)
    it(`is taken ${title}`, async () => {
      const { canvas, sent } = await run("a cat", { allowedPaths: allowed, own: join(top, path) });
      assert.ok(isFileRef(canvas.output("show")), canvas.node("show").failure?.message);
      assert.equal(sent.length, 1);
    });

  it("is refused also where it is allowed, if a Space wrote it and functions passed it on as it was", async () => {
    const { failure, sent } = await run(join(folder, "own.txt"), { escaped: false });
    assert.match(failure?.message ?? "", /a Space, a model, an imported sheet or a visitor gave it/);
    assert.deepEqual(sent, []);
  });

  it("is no address in the network of this machine", async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked++;
      response.end("a secret");
    });
    const address = `http://127.0.0.1:${await listen(server)}/secret.txt`;
    try {
      const { failure } = await run(address);
      assert.match(failure?.message ?? "", /in the network of this machine/);
      assert.match(failure?.help ?? "", /context\.files/);
      assert.equal(asked, 0);
    } finally {
      server.close();
    }
  });
});
