import assert from "node:assert/strict";
import type { Disk } from "../../../../src/runtime/files/disk.ts";
import { MediaFolder } from "../../../../src/runtime/files/media-folder.ts";
import { filesIn } from "../../../../src/runtime/values/value.ts";
import type { LocalStore } from "../../../../src/runtime/sheets/local-store.ts";
import type { LoadedSheet, ResultRecord, SheetId } from "../../../../src/runtime/sheets/store.ts";
import { open, result } from "./make.ts";

export const GRAPH = "/workflows/flow.ts#flow";
export const FOLDER = "/storage/daggr/sheets";

/** What a store said it had saved. */
export class Saved {
  sheet: SheetId | undefined;
  readonly inputs = new Map<string, string>();
  readonly results = new Map<string, ResultRecord>();

  /** Everything that was reported as saved is there. */
  async check(store: LocalStore, disk: Disk, hint: string): Promise<LoadedSheet | undefined> {
    if (this.sheet === undefined) return undefined;
    const sheets = await store.openGraph(GRAPH);
    assert.ok(
      sheets.some(({ id }) => id === this.sheet),
      `${hint}: the sheet is gone`,
    );
    const loaded = await store.loadSheet(this.sheet);
    for (const [key, value] of this.inputs)
      assert.equal(loaded.state.inputs[key], value, `${hint}: input ${key}`);
    for (const [id, record] of this.results) {
      assert.deepEqual(await store.loadResult(this.sheet, id), record, `${hint}: result ${id}`);
      for (const file of filesIn(record.outputs)) {
        assert.ok(await new MediaFolder(`${FOLDER}/media`, disk).has(file), `${hint}: ${file.name}`);
      }
    }
    return loaded;
  }
}

/**
 * What a person does: opens, edits, runs, with media and one big value, with images written in between, and once more in a
 * second session. Each step notes what the store reported; a step that was refused goes on with the next one.
 */
export async function useStore(disk: Disk, saved: Saved, now: () => number): Promise<void> {
  for (const session of [1, 2]) {
    const store = await open(FOLDER, { disk, now });
    const media = new MediaFolder(`${FOLDER}/media`, disk, now);
    const step = (work: () => Promise<void>) => work().catch(ignoreUnsaved);
    await step(async () => {
      const [sheet] = await store.openGraph(GRAPH);
      saved.sheet ??= sheet!.id;
    });
    const sheet = saved.sheet ?? (await store.openGraph(GRAPH))[0]!.id;
    for (const round of [1, 2]) {
      const name = `${session}.${round}`;
      await step(async () => {
        await store.change(sheet, [{ field: "inputs", key: `a.${name}`, value: name }]);
        saved.inputs.set(`a.${name}`, name);
      });
      await step(async () => {
        const image = await media.addBytes(Buffer.from(`image ${name}`), `${name}.png`);
        const record = result("draw", { outputs: { image } });
        await store.addResult(sheet, record);
        saved.results.set(record.id, record);
      });
      await step(async () => {
        const record = result("write", { outputs: { text: `${name} `.repeat(20_000) } });
        await Promise.all([
          store.addResult(sheet, record).then(() => saved.results.set(record.id, record)),
          store
            .change(sheet, [{ field: "inputs", key: `b.${name}`, value: name }])
            .then(() => saved.inputs.set(`b.${name}`, name)),
        ]);
      });
      await store.checkpoint();
    }
    await store.close().catch(ignoreUnsaved);
  }
}

/** An error that says that something waits for the disk is what a person sees; any other one is a mistake. */
function ignoreUnsaved(error: unknown): void {
  if (error instanceof Error && ("kind" in error || "code" in error)) return;
  throw error;
}
