import assert from "node:assert/strict";
import { join } from "node:path";
import * as fc from "fast-check";
import { open } from "./support/make.ts";
import { ModelDisk, seeded } from "./support/model-disk.ts";
import { FOLDER, GRAPH, Saved, useStore } from "./support/session.ts";
import { watchedDisk } from "./support/watched-disk.ts";

const IMAGE = "sheets.sqlite";
const BACKUP = "sheets.sqlite.bak";

/** A folder as two sessions left it: an image, its backup, and what the journal has since the backup. */
async function used(): Promise<{ disk: ModelDisk; saved: Saved; journals: string[] }> {
  const disk = new ModelDisk();
  const saved = new Saved();
  await useStore(disk, saved, Date.now);
  // One more session, so that the journal has what no image has.
  const store = await open(FOLDER, { disk });
  await store.change(saved.sheet!, [{ field: "inputs", key: "last", value: "word" }]);
  saved.inputs.set("last", "word");
  await store.close();
  const journals = (await disk.list(`${FOLDER}/journal`)).map((name) => `journal/${name}`);
  return { disk, saved, journals };
}

const bytes = (length: number, seed: number) => {
  const random = seeded(seed);
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
};

const damages: Readonly<Record<string, (content: Uint8Array) => Uint8Array>> = {
  empty: () => new Uint8Array(0),
  "cut off in the middle": (content) => content.slice(0, content.length / 2),
  "cut off at the end": (content) => content.slice(0, content.length - 1),
  "cut off behind the first page": (content) => content.slice(0, 4096),
  "all zeros": (content) => new Uint8Array(content.length),
  random: (content) => bytes(content.length, 1),
  "one bit changed in the middle": (content) => {
    const changed = content.slice();
    changed[changed.length >> 1]! ^= 4;
    return changed;
  },
};

describe("damaged files", () => {
  for (const [what, damage] of Object.entries(damages)) {
    it(`an image that is ${what} is set aside and the backup restored, with a message`, async () => {
      const { disk, saved } = await used();
      const damaged = damage(await disk.readFile(join(FOLDER, IMAGE)));
      disk.put(join(FOLDER, IMAGE), damaged);
      const store = await open(FOLDER, { disk });
      assert.match(store.notices.join(), /damaged and have been restored from the backup/);
      await saved.check(store, disk, what);
      await store.close();
      const [aside] = await disk.list(join(FOLDER, "damaged"));
      assert.deepEqual(
        Buffer.from(await disk.readFile(join(FOLDER, "damaged", aside!))),
        Buffer.from(damaged),
      );
      const again = await open(FOLDER, { disk });
      assert.deepEqual(again.notices, []);
      await saved.check(again, disk, `${what}, opened again`);
      await again.close();
    });

    it(`a backup that is ${what} does no harm`, async () => {
      const { disk, saved } = await used();
      disk.put(join(FOLDER, BACKUP), damage(await disk.readFile(join(FOLDER, BACKUP))));
      const store = await open(FOLDER, { disk });
      await saved.check(store, disk, what);
      await store.checkpoint();
      await store.close();
      const again = await open(FOLDER, { disk });
      await saved.check(again, disk, `${what}, opened again`);
      await again.close();
    });

    it(`journals that are ${what} cost no more than what only they had`, async () => {
      const { disk, saved, journals } = await used();
      saved.inputs.delete("last");
      for (const name of journals)
        disk.put(join(FOLDER, name), damage(await disk.readFile(join(FOLDER, name))));
      const store = await open(FOLDER, { disk });
      await saved.check(store, disk, what);
      // These are shorter than a page, and at their end nothing is lost.
      const whole = /at the end|first page/.test(what);
      const cut = /empty|cut off/.test(what);
      const told = whole ? /^$/ : cut ? /emptied or cut off/ : /journal of Daggr's sheets is damaged/;
      assert.match(store.notices.join(), told);
      await store.close();
    });
  }

  it("an image that is damaged before there is a backup is made again from the journals of ended sessions", async () => {
    const disk = new ModelDisk();
    const first = await open(FOLDER, { disk });
    const [sheet] = await first.openGraph(GRAPH);
    await first.change(sheet!.id, [{ field: "inputs", key: "early", value: "bird" }]);
    await first.close();
    const second = await open(FOLDER, { disk });
    await second.checkpoint();
    await second.close();
    disk.put(join(FOLDER, IMAGE), bytes(5000, 5));
    const third = await open(FOLDER, { disk });
    assert.deepEqual((await third.loadSheet(sheet!.id)).state.inputs, { early: "bird" });
    await third.close();
  });

  it("image and backup in each other's place lose nothing", async () => {
    const { disk, saved } = await used();
    const [image, backup] = [
      await disk.readFile(join(FOLDER, IMAGE)),
      await disk.readFile(join(FOLDER, BACKUP)),
    ];
    disk.put(join(FOLDER, IMAGE), backup);
    disk.put(join(FOLDER, BACKUP), image);
    const store = await open(FOLDER, { disk });
    await saved.check(store, disk, "swapped");
    await store.checkpoint();
    await saved.check(store, disk, "swapped, with a new image");
    await store.close();
  });

  it("an image and a journal in each other's place lose nothing", async () => {
    const { disk, saved, journals } = await used();
    for (const journal of journals) {
      const [image, other] = [
        await disk.readFile(join(FOLDER, IMAGE)),
        await disk.readFile(join(FOLDER, journal)),
      ];
      const copy = new ModelDisk();
      for (const name of [BACKUP, ...journals])
        copy.put(join(FOLDER, name), await disk.readFile(join(FOLDER, name)));
      copy.put(join(FOLDER, IMAGE), other);
      copy.put(join(FOLDER, journal), image);
      const store = await open(FOLDER, { disk: copy });
      const loaded = await store.loadSheet(saved.sheet!);
      for (const [key, value] of saved.inputs)
        assert.equal(loaded.state.inputs[key], value, `${journal}: ${key}`);
      assert.match(store.notices.join(), /damaged/);
      await store.close();
    }
  });

  it("another workspace's image in the place of ours is set aside", async () => {
    const { disk, saved } = await used();
    const other = await used();
    const foreign = await other.disk.readFile(join(FOLDER, IMAGE));
    disk.put(join(FOLDER, IMAGE), foreign);
    const store = await open(FOLDER, { disk });
    await saved.check(store, disk, "foreign image");
    assert.match(store.notices.join(), /restored from the backup/);
    await store.close();
  });

  it("damaged image and backup: what the journal has is there, and the message says so", async () => {
    const { disk } = await used();
    disk.put(join(FOLDER, IMAGE), new Uint8Array(0));
    disk.put(join(FOLDER, BACKUP), bytes(5000, 3));
    const store = await open(FOLDER, { disk });
    assert.match(store.notices.join(), /and their backup are damaged/);
    await store.openGraph(GRAPH);
    await store.close();
    assert.equal((await disk.list(join(FOLDER, "damaged"))).length, 2);
  });

  it("a loss of power at any call while a damaged image is being replaced loses nothing either", async () => {
    for (let call = 1, ended = false; !ended; call += 1) {
      const { disk, saved } = await used();
      disk.put(join(FOLDER, IMAGE), bytes(5000, 4));
      let calls = 0;
      let stop: (value: "stopped") => void;
      const stopped = new Promise<"stopped">((resolve) => (stop = resolve));
      const watched = watchedDisk(disk, () => {
        calls += 1;
        if (calls < call) return;
        stop("stopped");
        return new Promise<never>(() => {});
      });
      const opening = open(FOLDER, { disk: watched }).then((store) => store.close());
      ended = (await Promise.race([opening, stopped])) !== "stopped";
      const left = disk.powerLost(seeded(call));
      const store = await open(FOLDER, { disk: left });
      await saved.check(store, left, `call ${call}`);
      await store.close();
    }
  });

  it("whatever bytes stand in any file, the store opens, works and keeps what it says", async () => {
    const { disk, journals } = await used();
    const names = [IMAGE, BACKUP, ...journals];
    const contents = new Map<string, Uint8Array>();
    for (const name of names) contents.set(name, await disk.readFile(join(FOLDER, name)));
    const change = fc.record({
      file: fc.constantFrom(...names),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 300 }),
      cut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const copy = new ModelDisk();
        for (const [name, content] of contents) copy.put(join(FOLDER, name), content);
        for (const { file, at, bytes, cut } of changes) {
          const content = Buffer.from(await copy.readFile(join(FOLDER, file)));
          const start = Math.floor(at * content.length);
          content.set(bytes.subarray(0, content.length - start), start);
          copy.put(join(FOLDER, file), cut ? content.subarray(0, start) : content);
        }
        const store = await open(FOLDER, { disk: copy });
        const [sheet] = await store.openGraph(GRAPH);
        await store.change(sheet!.id, [{ field: "inputs", key: "new", value: "kept" }]);
        await store.close();
        const again = await open(FOLDER, { disk: copy });
        assert.equal((await again.loadSheet(sheet!.id)).state.inputs["new"], "kept");
        await again.close();
      }),
      { numRuns: 100 },
    );
  });
});
