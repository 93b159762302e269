import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GradioNodeDescription, OutputDescription } from "../../../src/runtime/graph/description.ts";
import type { ComponentDescription } from "../../../src/runtime/components/description.ts";
import { isFileRef, type Value, type Values } from "../../../src/runtime/values/value.ts";
import { canvas, choice, fixed, fn, graph, port, space } from "../support/graphs.ts";
import type { Services } from "../../../src/runtime/run/services.ts";
import { testEngine, type TestEngine } from "../session/support/engine.ts";
import { FakeProcesses, type Version } from "../session/support/fake-processes.ts";

const view = (name: string, component: ComponentDescription["component"]): OutputDescription => ({
  name,
  view: { kind: "component", component: { component, options: {} } },
});
const image = [view("output", "Image")];
const refused =
  /The text '.*secret.txt' stands where a file is wanted, but a Space, a model, an imported sheet or a visitor gave it/;

describe("a path that a Space or a model writes", () => {
  let folder: string;
  let secret: string;
  let open: TestEngine | undefined;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-untrusted-"));
    secret = join(folder, "secret.txt");
    await writeFile(secret, "a secret");
  });
  afterEach(async () => {
    await open?.stop();
    open = undefined;
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Runs everything; the Space answers what the test says. */
  async function run(version: Version, answers: Value) {
    const services = { callSpace: () => Promise.resolve({ returned: [answers] }) };
    open = await testEngine(new FakeProcesses(version), { services, file: join(folder, "workflow.ts") });
    const canvas = await open.canvas();
    await canvas.load();
    await canvas.run();
    return canvas;
  }

  it("is no file of this machine where an output is one", async () => {
    const canvas = await run({ graphs: [graph(space("evil", {}, { outputs: image }))] }, secret);
    assert.match(canvas.node("evil").failure?.message ?? "", refused);
    assert.equal(canvas.output("evil"), undefined);
  });

  it("is none when postprocess hands it on, alone or out of a text", async () => {
    const node = space("evil", {}, { outputs: image, hasPostprocess: true });
    const straight = await run({ graphs: [graph(node)], posts: { evil: (path) => path ?? null } }, secret);
    assert.match(straight.node("evil").failure?.message ?? "", refused);
    await open?.stop();
    const posts = { evil: (text: unknown) => (JSON.parse(String(text)) as { path: string }).path };
    const parsed = await run({ graphs: [graph(node)], posts }, JSON.stringify({ path: secret }));
    assert.match(parsed.node("evil").failure?.message ?? "", refused);
  });

  it("is none when a function hands it on", async () => {
    const through = { ...fn("show", { x: port("evil.output") }), outputs: image };
    const bodies = { show: ({ x }: { x?: unknown }) => String(x).trim() };
    const canvas = await run({ graphs: [graph(space("evil"), through)], bodies }, `  ${secret}\n`);
    assert.match(canvas.node("show").failure?.message ?? "", refused);
  });

  it("leaves files alone that the workflow's own code names", async () => {
    const own = { ...fn("own", { x: port("evil.output") }), outputs: image };
    const posted = space("posted", {}, { outputs: image, hasPostprocess: true });
    const bodies = { own: () => "secret.txt" };
    const posts = { posted: () => secret };
    const canvas = await run({ graphs: [graph(space("evil"), own, posted)], bodies, posts }, "a cat");
    assert.ok(isFileRef(canvas.output("own")));
    assert.ok(isFileRef(canvas.output("posted")));
  });

  it("is told to the next call as what a Space wrote, through choices, bypasses and people's steps", async () => {
    const heard: Record<string, Value[]> = {};
    const services = {
      callSpace: (
        node: GradioNodeDescription,
        _inputs: unknown,
        context: { untrusted?: () => Iterable<Value> },
      ) => {
        heard[node.name] = [...(context.untrusted?.() ?? [])];
        return Promise.resolve({ returned: [secret] });
      },
    };
    const nodes = graph(
      space("evil"),
      choice("either", space("one", { x: port("evil.output") }), space("other")),
      fn("skipped", { x: port("either.output") }),
      fn("made", { x: port("evil.output") }),
      space("next", { a: port("skipped.output"), b: port("made.output"), c: fixed(secret) }),
    );
    const bodies = { made: () => "made here" };
    open = await testEngine(new FakeProcesses({ graphs: [nodes], bodies }), { services });
    const canvas = await open.canvas();
    await canvas.load();
    await canvas.send({ type: "bypass", node: "skipped", on: true });
    await canvas.run();
    assert.deepEqual(heard, { evil: [], one: [secret], next: [secret] });
  });

  it("is none when an imported sheet brings it", async () => {
    const heard: Value[][] = [];
    const services = {
      callSpace: (_node: unknown, _inputs: unknown, context: { untrusted?: () => Iterable<Value> }) => {
        heard.push([...(context.untrusted?.() ?? [])]);
        return Promise.resolve({ returned: ["sent"] });
      },
    };
    const nodes = graph(
      fn("list"),
      fn("each", { x: port("list.output.each") }),
      space("next", { a: port("each.output.all()") }),
    );
    const bodies = { list: () => [secret], each: ({ x }: { x?: unknown }) => String(x) };
    open = await testEngine(new FakeProcesses({ graphs: [nodes], bodies }), { services });
    const canvas = await open.canvas();
    await canvas.load();
    await canvas.run();
    assert.deepEqual(heard, [[]], "what the workflow's own code made is its own");

    const path = join(folder, "sheet.daggr");
    await open.engine.exportSheet({ session: canvas.session, path });
    await open.engine.importSheet({ session: canvas.session, path });
    await canvas.until("the import is shown", ({ sheets }) => sheets.length === 2);
    await canvas.run({ type: "run", node: "next", mode: "step" });
    assert.deepEqual(heard[1], [[secret]]);
  });

  describe("typed by a visitor of a served workflow", () => {
    const typed = "painter.path";
    const painter = () => space("painter", { path: canvas(typed, "own.png") }, {});

    /** Sets the input, runs all, and gives what the Space was to be called with, and what counts as untrusted then. */
    async function call(version: Version, served: boolean, value?: string) {
      const seen: { inputs: Values; untrusted: Value[]; written: readonly string[] }[] = [];
      const callSpace: Services["callSpace"] = (_node, inputs, { untrusted, written }) => {
        seen.push({ inputs, untrusted: [...(untrusted?.() ?? [])], written: [...(written ?? [])] });
        return Promise.resolve({ returned: ["made"] });
      };
      const file = join(folder, "workflow.ts");
      open = await testEngine(new FakeProcesses(version), { services: { callSpace }, file, served });
      const one = await open.canvas();
      await one.load();
      if (value !== undefined) await one.send({ type: "set-input", input: typed, value });
      await one.run();
      return seen[0]!;
    }

    it("is untrusted where a step takes it, but the author's own value is not", async () => {
      const given = await call({ graphs: [graph(painter())] }, true, secret);
      assert.deepEqual([given.untrusted, given.written], [[secret], []]);
      await open?.stop();
      const own = await call({ graphs: [graph(painter())] }, true);
      assert.deepEqual([own.untrusted, own.written], [[], ["own.png"]]);
      await open?.stop();
      const person = await call({ graphs: [graph(painter())] }, false, secret);
      assert.deepEqual([person.untrusted, person.written], [[], [secret]]);
    });

    it("is no file either when a function hands it on", async () => {
      const pass = { ...fn("pass", { path: canvas(typed, "own.png") }), outputs: image };
      open = await testEngine(
        new FakeProcesses({ graphs: [graph(pass)], bodies: { pass: ({ path }) => path! } }),
        {
          file: join(folder, "workflow.ts"),
          served: true,
        },
      );
      const one = await open.canvas();
      await one.load();
      await one.send({ type: "set-input", input: typed, value: secret });
      await one.run();
      assert.match(one.node("pass").failure?.message ?? "", refused);
    });
  });
});
