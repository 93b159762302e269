import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { LocalStore } from "../../../src/runtime/sheets/local-store.ts";
import type { SheetId, StoreEvent } from "../../../src/runtime/sheets/store.ts";
import { open, result, summariesOf } from "./support/make.ts";
import { ModelDisk } from "./support/model-disk.ts";
import { FOLDER, GRAPH } from "./support/session.ts";

/** Two windows, or a window and its reloading self, on one folder. */
async function twoWindows() {
  const disk = new ModelDisk();
  // Who writes within one millisecond of another is no later than that one: here every look at the clock is a later time.
  let time = Date.now();
  const now = () => (time += 1);
  const [a, b] = [await open(FOLDER, { disk, now }), await open(FOLDER, { disk, now })];
  const [[sheet], [same]] = await Promise.all([a.openGraph(GRAPH), b.openGraph(GRAPH)]);
  assert.equal(sheet!.id, same!.id, "both make the same first sheet");
  return { disk, a, b, sheet: sheet!.id };
}

const input = (store: LocalStore, sheet: SheetId, key: string, value: string) =>
  store.change(sheet, [{ field: "inputs", key, value }]);
const inputs = async (store: LocalStore, sheet: SheetId) => (await store.loadSheet(sheet)).state.inputs;

describe("two windows on the same sheets", () => {
  it("see what the other one did, and the last writer of a field wins", async () => {
    const { a, b, sheet } = await twoWindows();
    await input(a, sheet, "x", "from a");
    await input(b, sheet, "x", "from b");
    await input(a, sheet, "y", "from a");
    assert.deepEqual(await inputs(a, sheet), { x: "from b", y: "from a" });
    assert.deepEqual(await inputs(b, sheet), { x: "from b", y: "from a" });
    await Promise.all([a.close(), b.close()]);
  });

  it("are told that the other one changed something", async () => {
    const { a, b, sheet } = await twoWindows();
    const events: StoreEvent[] = [];
    b.onEvent((event) => events.push(event));
    await summariesOf(b, sheet, "draw");
    events.splice(0);
    await a.addResult(sheet, result("draw"));
    await summariesOf(b, sheet, "draw");
    assert.deepEqual(events, [{ type: "changed-elsewhere", graphs: [GRAPH] }]);
    await Promise.all([a.close(), b.close()]);
  });

  it("both write images without undoing each other's work", async () => {
    const { disk, a, b, sheet } = await twoWindows();
    for (let round = 0; round < 6; round += 1) {
      await input(a, sheet, `a${round}`, "a");
      await Promise.all([a.checkpoint(), input(b, sheet, `b${round}`, "b")]);
      await input(a, sheet, `c${round}`, "a");
      await b.checkpoint();
    }
    const expected = Object.fromEntries(
      [0, 1, 2, 3, 4, 5].flatMap((round) =>
        ["a", "b", "c"].map((name) => [`${name}${round}`, name === "b" ? "b" : "a"]),
      ),
    );
    assert.deepEqual(await inputs(a, sheet), expected);
    assert.deepEqual(await inputs(b, sheet), expected);
    const left = disk.powerLost(() => 0);
    const later = await open(FOLDER, { disk: left });
    assert.deepEqual(await inputs(later, sheet), expected);
    await Promise.all([a.close(), b.close(), later.close()]);
  });

  it("a window that slept while the other wrote several images finds everything", async () => {
    const { a, b, sheet } = await twoWindows();
    await input(b, sheet, "b", "before");
    for (const round of [1, 2, 3]) {
      await input(a, sheet, `a${round}`, "a");
      await a.checkpoint();
    }
    assert.deepEqual(await inputs(b, sheet), { a1: "a", a2: "a", a3: "a", b: "before" });
    await Promise.all([a.close(), b.close()]);
  });

  it("a result that one deletes is gone for the other, one that it adds at the same time stays", async () => {
    const { a, b, sheet } = await twoWindows();
    const [old, added] = [result("draw"), result("draw")];
    await a.addResult(sheet, old);
    await summariesOf(b, sheet, "draw");
    await Promise.all([b.deleteResults(sheet, [old.id]), a.addResult(sheet, added)]);
    for (const store of [a, b]) {
      assert.deepEqual(
        (await summariesOf(store, sheet, "draw")).map(({ id }) => id),
        [added.id],
      );
    }
    await Promise.all([a.close(), b.close()]);
  });

  it("a result that arrives under a node's old name is filed under its new one", async () => {
    const { disk, a, b, sheet } = await twoWindows();
    await a.addResult(sheet, result("old"));
    await summariesOf(b, sheet, "old");
    await a.renameNode(GRAPH, "old", "new");
    // The other window still runs the old code; what it did before the rename reached it counts as earlier or later.
    const late = result("old");
    await b.addResult(sheet, late);
    await b.renameNode(GRAPH, "old", "new");
    assert.equal((await summariesOf(a, sheet, "new")).length, 2);
    const later = await open(FOLDER, { disk });
    assert.equal((await summariesOf(later, sheet, "new")).length, 2);
    assert.equal((await later.loadResult(sheet, late.id))?.node, "new");
    await Promise.all([a.close(), b.close(), later.close()]);
  });

  it("come to the same, in whatever order they write, read and make images", async function () {
    this.timeout(60_000);
    const step = fc.record({
      who: fc.nat(2),
      what: fc.constantFrom(
        "input",
        "result",
        "star",
        "name",
        "rename-sheet",
        "delete",
        "rename-node",
        "rename-input",
        "image",
        "look",
      ),
      key: fc.nat(2),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const disk = new ModelDisk();
        const stores = [
          await open(FOLDER, { disk }),
          await open(FOLDER, { disk }),
          await open(FOLDER, { disk }),
        ];
        const sheet = (await stores[0]!.openGraph(GRAPH))[0]!.id;
        await stores[1]!.openGraph(GRAPH);
        await stores[2]!.openGraph(GRAPH);
        const made: string[] = [];
        const work = steps.map(async ({ who, what, key }, index) => {
          const store = stores[who]!;
          const one = made[key % Math.max(made.length, 1)];
          if (what === "input") return input(store, sheet, `node${key}.prompt`, `${who} ${index}`);
          if (what === "result") {
            const record = result(`node${key}`);
            await store.addResult(sheet, record);
            return void made.push(record.id);
          }
          if (what === "image") return void (await store.checkpoint());
          if (what === "look") return void (await store.loadSheet(sheet));
          if (what === "rename-sheet") return store.renameSheet(sheet, `${who} ${index}`);
          if (what === "rename-node") return store.renameNode(GRAPH, `node${key}`, `node${(key + 1) % 3}`);
          if (what === "rename-input")
            return store.renameInput(
              GRAPH,
              `node${key}.prompt`,
              `node${key}.${index % 2 ? "text" : "prompt"}`,
            );
          if (one === undefined) return;
          if (what === "delete") return store.deleteResults(sheet, [one]);
          return store.describeResult(
            sheet,
            one,
            what === "star" ? { starred: index % 2 === 0 } : { name: `${index}` },
          );
        });
        await Promise.all(work);
        const seen = await Promise.all(stores.map((store) => look(store, sheet)));
        const later = await open(FOLDER, { disk: disk.powerLost(() => 0) });
        for (const one of [...seen, await look(later, sheet)]) assert.deepEqual(one, seen[0]);
        await Promise.all([...stores, later].map((store) => store.close()));
      }),
      { numRuns: 60 },
    );
  });
});

async function look(store: LocalStore, sheet: SheetId) {
  const { state, summaries } = await store.loadSheet(sheet);
  const name = (await store.openGraph(GRAPH))[0]?.name;
  const results = Object.entries(summaries).map(([node, of]) => [
    node,
    of.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  ]);
  return { inputs: state.inputs, name, results: Object.fromEntries(results) as object };
}
