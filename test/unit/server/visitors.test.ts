import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import type { GraphSession } from "../../../src/runtime/session/graph-session.ts";
import { SeenFiles } from "../../../src/server/canvas/seen-files.ts";
import { Visitors } from "../../../src/server/visitors.ts";
import { ServedWorkflow } from "../../../src/server/workflow.ts";
import { settings } from "../session/support/engine.ts";

describe("users who leave a server", () => {
  it("are closed when enough others left later, never while they are here or something of theirs runs", () => {
    const closed: string[] = [];
    const busy = new Set(["ada"]);
    const visitors = new Visitors((user) => !busy.has(user) && closed.push(user) > 0, 2);
    const enter = (user: string | undefined) => visitors.enter({ user });
    const twice = [enter("bob"), enter("bob")];
    for (const user of ["ada", undefined, "eve", "kim"]) enter(user)();
    assert.deepEqual(closed, ["eve"], "the first that runs nothing");
    twice[0]!();
    twice[0]!();
    assert.deepEqual(closed, ["eve"], "they are still here once");
    twice[1]!();
    assert.deepEqual(closed, ["eve", "kim"]);
    // Whoever comes back left last.
    busy.clear();
    enter("ada")();
    enter("eve")();
    assert.deepEqual(closed, ["eve", "kim", "bob"]);
  });

  it("leave a limited number of files that they may read, the last ones", () => {
    const seen = new SeenFiles({ users: 2, files: 3 });
    const file = (number: number) => ({
      $file: number.toString(16).padStart(64, "0"),
      name: "a.png",
      mime: "image/png",
      size: 1,
    });
    const known = (user: string) => [1, 2, 3, 4, 5].filter((one) => seen.has({ user }, file(one).$file));
    seen.note({ user: "ada" }, { files: [1, 2, 3, 1, 4].map(file) });
    assert.deepEqual(known("ada"), [1, 3, 4]);
    seen.note({ user: "bob" }, { files: [file(1)] });
    seen.note({ user: "ada" }, { files: [file(5)] });
    seen.note({ user: "eve" }, { files: [file(2)] });
    assert.deepEqual([known("ada"), known("bob"), known("eve")], [[1, 4, 5], [], [2]]);
  });

  describe("with a workflow", function () {
    this.timeout(60_000);
    const folder = mkdtempSync(join(tmpdir(), "daggr-visitors-"));
    const logged: string[] = [];
    let workflow: ServedWorkflow;
    before(() => {
      const file = join(folder, "workflow.ts");
      writeFileSync(
        file,
        `import { FnNode, Graph, gr } from "daggr";
const loud = new FnNode(({ words }) => words.toUpperCase(), { inputs: { words: gr.Textbox() }, outputs: { text: gr.Textbox() } });
export default new Graph({ name: "Loud", nodes: [loud] });
`,
      );
      workflow = new ServedWorkflow({
        file,
        data: join(folder, "data"),
        cache: join(folder, "cache"),
        dist: inRoot("dist"),
        reload: false,
        listen: { host: "127.0.0.1", port: 0, furtherPorts: 0 },
        access: { hosts: [], logins: [] },
        settings,
        credentials: {
          huggingFaceToken: () => Promise.resolve(undefined),
          login: () => Promise.resolve(undefined),
        },
        log: (text) => logged.push(text),
      });
    });
    after(async () => {
      await workflow.stop();
      rmSync(folder, { recursive: true, force: true });
      assert.deepEqual(logged, []);
    });

    /** One call into a sheet, by a request. */
    async function call(user: string): Promise<GraphSession> {
      const leave = workflow.visitors.enter({ user });
      const session = await workflow.graph({ user });
      const { outputs } = await session.calls.call({
        targets: ["loud"],
        inputs: { "loud.words": user },
        sheet: "Kept",
      });
      assert.deepEqual(outputs, { loud: { text: user.toUpperCase() } });
      leave();
      return session;
    }

    it("find everything as it was when they come back, from the disk", async () => {
      const before: GraphSession[] = [];
      const users = Array.from({ length: 20 }, (_, index) => `user ${index}`);
      for (const user of users) before.push(await call(user));
      const isOpen = async (index: number) =>
        before[index] === (await workflow.graph({ user: users[index] }));
      // The last eight are. What was closed is another one now.
      assert.deepEqual([await isOpen(12), await isOpen(19)], [true, true]);
      assert.deepEqual([await isOpen(0), await isOpen(11)], [false, false]);

      const session = await workflow.graph({ user: "user 0" });
      assert.deepEqual(session.sheets.map(({ name }) => name).sort(), ["Kept", "Sheet 1"]);
      const kept = await session.openSheet(session.sheets.find(({ name }) => name === "Kept")!.id);
      assert.deepEqual(kept.data.sheet.inputs, { "loud.words": "user 0" });
      assert.deepEqual(kept.data.shown("loud")?.outputs, { text: "USER 0" });
    });
  });
});
