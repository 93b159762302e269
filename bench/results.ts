import { createHash, randomUUID } from "node:crypto";
import type { LocalStore } from "../src/runtime/sheets/local-store.ts";
import type { ResultRecord, SheetId } from "../src/runtime/sheets/store.ts";

export const NODES = 200;
export const RESULTS = 10_000;
export const limits = { keptResults: RESULTS, mediaLimit: 1e12 };

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

/** As an image chain makes them: a prompt with everything above it, files in and out. */
export function result(number: number): ResultRecord {
  const node = number % NODES;
  const file = (what: string) => ({
    $file: hash(what),
    name: `image ${number}.webp`,
    mime: "image/webp",
    size: 81_234,
  });
  const prompt = `A watercolour of a ${hash(`${number}`).slice(0, 12)} cat in a boat, morning light, ${number}`;
  return {
    id: randomUUID(),
    node: nodeName(node),
    key: hash(`key ${number}`),
    parts: {
      code: hash(`code ${node}`),
      options: hash(`options ${node}`),
      inputs: { prompt: hash(prompt), seed: hash(`${number}`) },
      upstream: { image: hash(`in ${number}`), mask: hash(`mask ${number}`) },
      commit: hash(`commit ${node}`).slice(0, 40),
    },
    outputs: { image: file(`out ${number}`), seed: number, caption: `${prompt} (caption)` },
    inputs: { image: file(`in ${number}`), mask: file(`mask ${number}`), prompt, seed: number },
    canvas: { [`Node ${node}.prompt`]: prompt, "Node 0.prompt": prompt, [`Node ${node}.seed`]: number },
    upstream: { [`Node ${node - 1}`]: randomUUID(), [`Node ${node - 2}`]: randomUUID() },
    picks: { Choice: "Variant" },
    drawn: { seed: number },
    startedAt: 1_700_000_000_000 + number,
    duration: 1234.5,
    commit: hash(`commit ${node}`).slice(0, 40),
  };
}

export const nodeName = (number: number) => `Node ${number}`;

/** Fills a sheet with so many of them. */
export async function fill(store: LocalStore, sheet: SheetId, count = RESULTS): Promise<void> {
  for (let start = 0; start < count; start += 500) {
    await Promise.all(
      Array.from({ length: 500 }, (_, index) => store.addResult(sheet, result(start + index))),
    );
  }
  // Three times, so that the backup has everything and the journal nothing, whatever was under way.
  for (let time = 0; time < 3; time += 1) await store.checkpoint();
}
