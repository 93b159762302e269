import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkFile } from "../../src/runtime/check/check-file.ts";
import { createLookup } from "../../src/runtime/check/lookup/create.ts";
import { canvas as input, choice, fixed, fn, graph, port } from "../unit/support/graphs.ts";
import { FakeProcesses } from "../unit/session/support/fake-processes.ts";
import { made, message, step, to, stateSteps } from "./state-steps.ts";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));

for (const version of [6, 5, 4] as const) {
  describe(`steps of one app that share its states under Gradio ${version}`, function () {
    this.timeout(90_000);
    const { calling, mesh, node, opened, url, views } = stateSteps(version);

    it("finds in a later step what an earlier one left, and is stale once that ran again", async () => {
      const canvas = await opened(graph(views(), mesh()));
      await canvas.run();
      assert.equal(made(canvas, "mesh"), "mesh of a chair from 6 views");
      assert.equal(canvas.freshness("mesh"), "fresh");
      // The same text comes out, but the views are other ones.
      await step(canvas, "views");
      assert.equal(canvas.freshness("mesh"), "upstream changed");
      await step(canvas, "mesh");
      assert.equal(made(canvas, "mesh"), "mesh of a chair from 6 views");
      assert.equal(canvas.freshness("mesh"), "fresh");
    });

    it("works without a queue", async () => {
      const plain = node("mesh", "/plain3d", { note: port("views.output") });
      const canvas = await opened(graph(views(), plain));
      await canvas.run();
      assert.equal(made(canvas, "mesh"), "mesh of a chair from 6 views");
    });

    it("orders steps that no port connects, and runs the earlier one where only the later one is asked for", async () => {
      const canvas = await opened(graph(mesh("mesh", fixed("now")), views()));
      await to(canvas, "mesh");
      assert.equal(made(canvas, "mesh"), "mesh of a chair from 6 views");
    });

    it("keeps two pairs of the same endpoints apart", async () => {
      const canvas = await opened(
        graph(
          views("a", fixed("a chair")),
          views("b", fixed("a table")),
          mesh("of a", port("a.output")),
          mesh("of b", port("b.output")),
        ),
      );
      await canvas.run();
      assert.equal(made(canvas, "of a"), "mesh of a chair from 6 views");
      assert.equal(made(canvas, "of b"), "mesh of a table from 6 views");
    });

    it("does not guess which of two steps is meant", async () => {
      const canvas = await opened(
        graph(views("a", fixed("a chair")), views("b", fixed("a table")), mesh("mesh", fixed("now"))),
      );
      await canvas.run();
      assert.match(
        message(canvas, "mesh"),
        /^'a', 'b' each leave something in their app that 'mesh' takes up/,
      );
    });

    it("lets one step change what the next one takes up, and says where it is no longer as it was", async () => {
      const canvas = await opened(
        graph(
          views(),
          node("refine", "/refine", { change: input("refine.change", "red") }),
          mesh("mesh", port("refine.output")),
        ),
      );
      await canvas.run();
      assert.equal(made(canvas, "mesh"), "mesh of a chair, red from 6 views");
      // The state of 'views' is not there any more: 'refine' changed it.
      await canvas.send({ type: "set-input", input: "refine.change", value: "blue" });
      await to(canvas, "mesh");
      assert.match(
        message(canvas, "refine"),
        /needs what 'views' left in the app, and it is gone: another step has changed it since/,
      );
      assert.deepEqual(canvas.node("refine").failure?.again, ["views"]);
      await canvas.run({ type: "run-again", node: "refine" });
      await to(canvas, "mesh");
      assert.equal(made(canvas, "mesh"), "mesh of a chair, blue from 6 views");
    });

    it("lets steps read before another one changes it, in the order of the graph", async () => {
      const canvas = await opened(
        graph(
          views(),
          node("slow", "/slow3d", { seconds: fixed(0.3) }),
          node("refine", "/refine", { change: fixed("red") }),
          mesh("after", fixed("now")),
        ),
      );
      await canvas.run();
      assert.equal(made(canvas, "slow"), "mesh of a chair from 6 views");
      assert.equal(made(canvas, "after"), "mesh of a chair, red from 6 views");
    });

    it("brings together what two steps left", async () => {
      const canvas = await opened(
        graph(
          views(),
          node("paint", "/paint", { colour: input("paint.colour", "red") }),
          node("both", "/combine", { note: port("views.output") }),
        ),
      );
      await canvas.run();
      assert.equal(made(canvas, "both"), "a chair in red");
      await canvas.send({ type: "set-input", input: "paint.colour", value: "blue" });
      await canvas.run();
      assert.equal(made(canvas, "both"), "a chair in blue");
    });

    it("lets chats alone that nothing connects, and goes on with one that is wired to another", async () => {
      const canvas = await opened(
        graph(
          node("one", "/chat", { message: fixed("hello") }),
          node("two", "/chat", { message: fixed("good day") }),
          node("three", "/chat", { message: port("two.output") }),
        ),
      );
      await canvas.run();
      assert.equal(made(canvas, "one"), "hello");
      assert.equal(made(canvas, "two"), "good day");
      assert.equal(made(canvas, "three"), "good day / good day");
    });

    it("gives each item a session of its own, and matches item to item", async () => {
      const of = graph(
        fn("list", {}, { fnName: "list" }),
        views("views", port("list.output.each")),
        mesh(),
        fn("all", { made: port("mesh.output.all()") }),
      );
      const processes = new FakeProcesses({
        graphs: [of],
        bodies: { list: () => ["a", "b", "c"], all: (inputs) => inputs["made"]! },
      });
      const canvas = await opened(of, { processes });
      await canvas.run();
      const meshes = (...names: string[]) => names.map((name) => `mesh of ${name} from 6 views`);
      assert.deepEqual(canvas.output("all"), meshes("a", "b", "c"));
      // Only the item that ran again is stale behind it.
      await canvas.run({ type: "run", node: "views", mode: "step", items: [1] });
      const before = canvas.node("mesh").items?.map(({ key }) => key);
      await to(canvas, "all");
      const after = canvas.node("mesh").items?.map(({ key }) => key);
      assert.deepEqual(canvas.output("all"), meshes("a", "b", "c"));
      assert.deepEqual(
        after?.map((key, at) => key === before?.[at]),
        [true, false, true],
      );
    });

    it("lets each item read what one step left, one after the other", async () => {
      const of = graph(
        fn("list", {}, { fnName: "list" }),
        views(),
        node("mesh", "/combine", { note: port("list.output.each") }),
        node("paint", "/paint", { colour: fixed("red") }),
        fn("all", { made: port("mesh.output.all()") }),
      );
      const processes = new FakeProcesses({
        graphs: [of],
        bodies: { list: () => ["a", "b", "c"], all: (inputs) => inputs["made"]! },
      });
      const canvas = await opened(of, { processes });
      await canvas.run();
      assert.deepEqual(canvas.output("all"), ["a chair in red", "a chair in red", "a chair in red"]);
    });

    it("refuses what no session can have: the states of all items at once, changes by each item", async () => {
      const of = graph(
        fn("list", {}, { fnName: "list" }),
        views("views", port("list.output.each")),
        mesh("mesh", port("views.output.all()")),
        views("one", fixed("a chair")),
        node("refine", "/refine", { change: port("list.output.each"), note: port("one.output") }),
      );
      const processes = new FakeProcesses({ graphs: [of], bodies: { list: () => ["a", "b"] } });
      const canvas = await opened(of, { processes });
      await canvas.run();
      assert.match(
        message(canvas, "mesh"),
        /but 'views' runs once for each item, and each item has a session of its own/,
      );
      assert.match(
        message(canvas, "refine"),
        /'refine' changes what 'one' left in its app, once for each item/,
      );
    });

    it("follows the picked variant of a choice", async () => {
      const of = graph(
        choice("views", views("chair", fixed("a chair")), views("table", fixed("a table"))),
        mesh("mesh", port("views.output")),
      );
      const canvas = await opened(of);
      await canvas.run();
      assert.equal(made(canvas, "mesh"), "mesh of a chair from 6 views");
      await canvas.send({ type: "pick", choice: "views", variant: "table" });
      await canvas.run();
      assert.equal(made(canvas, "mesh"), "mesh of a table from 6 views");
      // The first variant's session is still there.
      await canvas.send({ type: "pick", choice: "views", variant: "chair" });
      await step(canvas, "mesh");
      assert.equal(made(canvas, "mesh"), "mesh of a chair from 6 views");
    });

    it("makes calls of one session one after another, also those of two runs at once", async () => {
      const slow = (name: string) =>
        node(name, "/slow3d", { seconds: input(`${name}.seconds`, 0.3, "Number") });
      const canvas = await opened(graph(views(), slow("one"), slow("two"), slow("three")));
      await to(canvas, "views");
      await Promise.all(
        ["one", "two", "three"].map((name) => canvas.send({ type: "run", node: name, mode: "to-here" })),
      );
      await canvas.quiet();
      for (const name of ["one", "two", "three"])
        assert.equal(made(canvas, name), "mesh of a chair from 6 views");
    });

    it("does not run in a session of its own where the app was not known before it answered", async () => {
      const caller = await calling();
      caller.services.stateUse = () => Promise.resolve(undefined);
      const canvas = await opened(graph(views(), mesh()), { caller });
      await canvas.run();
      assert.match(message(canvas, "mesh"), /which was not known before the app answered\.$/);
    });

    it("has `check` say which endpoint has to be called before another", async () => {
      const caller = await calling();
      const lookup = createLookup({
        cache: join(caller.folder, "cache"),
        credentials: {
          huggingFaceToken: () => Promise.resolve(undefined),
          login: () => Promise.resolve(undefined),
        },
        env: { HF_ENDPOINT: "http://127.0.0.1:9", HF_HOME: caller.folder },
      }).lookup;
      const file = join(caller.folder, "workflow.ts");
      const said = async (apiName: string) => {
        const node = `new GradioNode("${url()}", { apiName: "${apiName}", validate: true, inputs: { note: "x" } })`;
        const code = `const node = ${node};\nexport default new Graph({ name: "States", nodes: [node] });\n`;
        await writeFile(file, `import { GradioNode, Graph } from "daggr";\n${code}`);
        const found = await checkFile(file, { dist, lookup });
        return found.flatMap((one) => (one.code === "unmet-state" ? one.message : []));
      };
      const mesh = await said("/make3d");
      assert.match(mesh.join(), /works with what '\/generate_views' leaves in the Space, and no node/);
      assert.match((await said("/secret")).join(), /works with what only the Space's own page leaves there/);
      for (const fine of ["/where", "/measure", "/chat"]) assert.deepEqual(await said(fine), []);
    });
  });
}
