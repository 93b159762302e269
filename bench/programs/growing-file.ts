// A workflow file of so many lines in a process of its own: checked again and again, each time after a key press. Prints the median of the
// milliseconds, and the megabytes on the heap after a collection.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { filePath, Language } from "../../src/runtime/check/language.ts";
import { fakeServices } from "../../test/unit/check/fake-services.ts";
import type { Grown } from "../growth.ts";
import { median } from "../measure.ts";
import { bigWorkflow } from "./big-workflow.ts";

const size = Number(process.argv[2]);
const presses = { warm: 3, measured: 7 };

const folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
try {
  const language = new Language(inRoot("dist"), fakeServices);
  const file = filePath(join(folder, "workflow.ts"));
  const text = bigWorkflow("http://127.0.0.1:9", { lines: size });
  const times: number[] = [];
  for (let press = 0; press < presses.warm + presses.measured; press++) {
    language.documents.open(file, press, `${text}// ${press}\n`);
    const start = performance.now();
    language.allDiagnostics(file);
    times.push(performance.now() - start);
  }
  globalThis.gc?.();
  const megabytes = process.memoryUsage().heapUsed / 2 ** 20;
  console.log(JSON.stringify({ milliseconds: median(times.slice(presses.warm)), megabytes } satisfies Grown));
} finally {
  await rm(folder, { recursive: true });
}
