import { open } from "./support/make.ts";
import { ModelDisk, seeded } from "./support/model-disk.ts";
import { FOLDER, Saved, useStore } from "./support/session.ts";
import { watchedDisk } from "./support/watched-disk.ts";

const never = new Promise<never>(() => {});

/** Runs the session on a disk that stops at one of its calls, as if the machine did. Undefined: it came to its end. */
async function stopAt(
  call: number,
  half: boolean,
): Promise<{ disk: ModelDisk; saved: Saved; ended: boolean }> {
  const disk = new ModelDisk();
  await disk.makeFolder("/storage");
  await disk.syncFolder("/");
  const saved = new Saved();
  let calls = 0;
  let stop: (value: "stopped") => void;
  const stopped = new Promise<"stopped">((resolve) => (stop = resolve));
  const watched = watchedDisk(disk, async (name) => {
    calls += 1;
    if (calls > call) return never;
    if (calls < call) return;
    stop("stopped");
    if (half && name === "file.append") return "half";
    return never;
  });
  const outcome = await Promise.race([useStore(watched, saved, Date.now), stopped]);
  return { disk, saved, ended: outcome !== "stopped" };
}

describe("a loss of power at every file-system call", function () {
  this.timeout(180_000);
  const lucks = [
    { luck: () => () => 0, what: "nothing that was not synced is left" },
    { luck: () => () => 0.999999, what: "everything is left" },
    { luck: seeded, what: "a part is left" },
  ];
  for (const { luck, what } of lucks) {
    it(`leaves everything that was reported as saved, where ${what}`, async () => {
      for (let call = 1; ; call += 1) {
        const { disk, saved, ended } = await stopAt(call, call % 2 === 0);
        const left = disk.powerLost(luck(call));
        const store = await open(FOLDER, { disk: left });
        await saved.check(store, left, `call ${call}`);
        await store.close();
        if (ended) return;
      }
    });
  }
});
