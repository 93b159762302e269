import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { MediaFolder } from "../../../../src/runtime/files/media-folder.ts";
import { DamageNotices } from "../../../../src/runtime/sheets/values/damage-notices.ts";
import { ValueStorage } from "../../../../src/runtime/sheets/values/value-storage.ts";
import { LocalStore, type LocalStoreOptions } from "../../../../src/runtime/sheets/local-store.ts";
import type {
  ResultRecord,
  ResultSummary,
  SheetId,
  StoreLimits,
} from "../../../../src/runtime/sheets/store.ts";

export const wasm = fileURLToPath(
  new URL("../../../../node_modules/sql.js/dist/sql-wasm.wasm", import.meta.url),
);

export const UNLIMITED: StoreLimits = { keptResults: 1_000_000, mediaLimit: 1e12 };

/** A new folder for one test, removed after it. */
export function temporaryFolder(context: Mocha.Context): string {
  const folder = mkdtempSync(join(tmpdir(), "daggr-sheets-"));
  const test = context.test?.parent;
  test?.afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function open(folder: string, options: Partial<LocalStoreOptions> = {}): Promise<LocalStore> {
  return LocalStore.open({ folder, wasm, ...options });
}

/** The summaries of a node's results, newest first, as a sheet brings them. */
export async function summariesOf(
  store: LocalStore,
  sheet: SheetId,
  node: string,
): Promise<readonly ResultSummary[]> {
  return (await store.loadSheet(sheet)).summaries[node] ?? [];
}

let made = 0;

/** A result of a node with plausible content. */
export function result(node: string, change: Partial<ResultRecord> = {}): ResultRecord {
  made += 1;
  const hash = (text: string) => Buffer.from(text.padEnd(32, "#")).toString("hex");
  return {
    id: `r${made}-${node}`,
    node,
    key: hash(`${node} ${made}`),
    parts: { code: hash("code"), options: hash("options"), inputs: { prompt: hash("prompt") }, upstream: {} },
    outputs: { image: `out ${made}` },
    inputs: { prompt: `prompt ${made}` },
    canvas: { [`${node}.prompt`]: `prompt ${made}` },
    upstream: {},
    picks: {},
    drawn: {},
    startedAt: 1_700_000_000_000 + made,
    duration: 12,
    ...change,
  };
}

/** Large values in a media folder; what is damaged is told to nobody. */
export function valuesIn(media: MediaFolder): ValueStorage {
  return new ValueStorage(media, new DamageNotices(() => {}));
}
