import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeTypes } from "../../src/runtime/api-types/store.ts";
import { filePath, Language } from "../../src/runtime/check/language.ts";
import type { ApiInfo } from "../../src/runtime/gradio/schema/api-info.ts";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { api, choice, endpoint, parameter, returned } from "../../test/unit/check/fake-lookup.ts";
import { fakeServices } from "../../test/unit/check/fake-services.ts";
import type { Benchmark } from "../benchmark.ts";
import { bigWorkflow } from "../programs/big-workflow.ts";

let version = 0;
/** One of the Spaces of the lock. */
const called = "owner/space-7";
const workflow = bigWorkflow(called);
const sides = { large: typing(), own: typing(), bare: typing() };

/**
 * All diagnostics, those of TypeScript too, after a key press: beside the types of 100 Spaces with 20 endpoints each, of the called Space
 * alone, and without any. The size of the lock is what must cost nothing; that a known Space is compared with its types has its price.
 */
export default {
  title: "check by TypeScript after a key press, 40 nodes, lock of 2,000 endpoints",
  runs: 40,
  limits: { "a lock of 100 Spaces": { times: 1.1, of: "a lock of the called Space" } },
  async prepare() {
    const folders = await Promise.all([sides.large.start(), sides.own.start(), sides.bare.start()]);
    const all = spaces().map((api) => ({ api }));
    await writeTypes(folders[0], { spaces: all, models: [] });
    await writeTypes(folders[1], { spaces: all.filter(({ api }) => api.space === called), models: [] });
    for (let run = 0; run < 10; run++) for (const side of Object.values(sides)) side.press();
    return async () => {
      for (const folder of folders) await rm(folder, { recursive: true });
    };
  },
  remark:
    "TypeScript reads the types of all Spaces of the lock once, and those that a workflow calls again after each key: a lock of any size costs nothing more.",
  sides: {
    "a lock of 100 Spaces": () => Promise.resolve(sides.large.press()),
    "a lock of the called Space": () => Promise.resolve(sides.own.press()),
    "no lock": () => Promise.resolve(sides.bare.press()),
  },
} satisfies Benchmark;

function typing() {
  const language = new Language(inRoot("dist"), fakeServices);
  let file = "";
  return {
    /** A project of its own; gives its folder. */
    async start(): Promise<string> {
      const folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
      await writeFile(join(folder, "package.json"), "{}");
      file = filePath(join(folder, "workflow.ts"));
      return folder;
    },
    press(): number {
      language.documents.open(file, ++version, `${workflow}// ${version}\n`);
      const start = performance.now();
      language.allDiagnostics(file);
      return performance.now() - start;
    },
  };
}

function spaces(): readonly ApiInfo[] {
  return numbers(100).map((n) =>
    api(
      `owner/space-${n}`,
      ...numbers(20).map((m) =>
        endpoint(
          m === 0 ? "/say" : `/say-${m}`,
          [
            parameter("text", "Textbox"),
            choice("voice", ["Alice", "Bob"], { default: "Alice" }),
            parameter("speed", "Slider", { default: 1, minimum: 0.5, maximum: 2 }),
          ],
          [returned("Speech", "Audio")],
        ),
      ),
    ),
  );
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => n);
}
