import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleForHost, hostWorkspace } from "../../scripts/lib/host-bundle.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { eventually } from "../../test/support/eventually.ts";
import { browser, closeBrowser } from "../../test/workbench/browser.ts";
import { VsCodeServer } from "../../test/workbench/server.ts";
import type { Benchmark } from "../benchmark.ts";
import type { OpenReport, OpenTask } from "../host/open-canvas.ts";

const file = "workflow.ts";
const before = "opened before";
const never = "never seen before";
const panel = "an empty panel: VS Code's part";
/** Milliseconds until a window that shows nothing has failed: half of one core takes its time. */
const PATIENCE = 180_000;
let server: VsCodeServer | undefined;
let folder = "";
let opened = 0;

/** From the command to a card that can be used, in a window whose file has been open for some seconds; each time a new window. */
export default {
  title: "opening a canvas",
  runs: 5,
  slow: true,
  quick: 1,
  resources: "children",
  async prepare() {
    folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
    await bundleForHost(["bench/host/open-canvas.ts"]);
    const started = await VsCodeServer.start({
      workspace: hostWorkspace,
      testsPath: inRoot("out/bench/host/open-canvas.cjs"),
      env: { DAGGR_BENCH_TASK: join(folder, "task.json") },
    });
    server = started;
    // The machine is warm, and the file was opened before.
    await openCanvas(file);
    return async () => {
      await closeBrowser();
      await started.remove();
      await rm(folder, { recursive: true });
    };
  },
  sides: {
    [before]: async () => openCanvas(file),
    [panel]: async () => openEmptyPanel(),
    [never]: async () => {
      const name = `workflow-${++opened}.ts`;
      await copyFile(join(server?.workspace ?? "", file), join(server?.workspace ?? "", name));
      return openCanvas(name);
    },
  },
  limits: { [before]: { times: 1.5, of: panel }, [never]: { times: 1.5, of: panel } },
  remark:
    "The time starts at the command, in a window that has come to rest; CPU and memory are those of a whole new window with its extension host, from its opening on. From the command to the first card alone, all processes together use 0.67 s of processor time, an empty panel 0.36 s; before this was worked on (revision 0a40f74, measured in the same way within the hour) they used 1.53 s. What is left over an empty panel, by marks (DAGGR_BENCH_MARKS) and a trace: the page's 750 KB of script and style cost 100 ms on their way (an empty panel with as much text in a comment takes so much longer, by a file of its own too), parsing and running them 70 ms, of which 20 ms because they are 30 modules and not one, and drawing the cards 85 ms. The widget toolkit that the product has to use is 138 of the 750 KB. Next step: send the scripts compressed and as one module. A trial of that in a page by itself saved half of the bytes, and decoding them took 27 ms.",
} satisfies Benchmark;

/** Until the first card was painted. */
function openCanvas(name: string): Promise<number> {
  return inWindow({ what: "canvas", file: name }, async ({ start, marks }, page) => {
    const painted = await eventually(
      "a card is painted",
      async () => {
        const found = await Promise.all(
          page.frames().map((frame) => frame.evaluate(paintedAt).catch(() => undefined)),
        );
        const at = found.find((one) => one !== undefined);
        if (at === undefined) throw new Error("None yet.");
        return at;
      },
      PATIENCE,
    );
    if (process.env.DAGGR_BENCH_MARKS) {
      const all = { ...marks, ...painted };
      for (const [mark, at] of Object.entries(all).sort(([, a], [, b]) => a - b))
        if (at >= start) console.log(`${(at - start).toFixed(0).padStart(8)} ${mark}`);
    }
    return (painted["painted"] ?? NaN) - start;
  });
}

/** Until the first script of a panel without content runs: what happens before it is none of ours. */
function openEmptyPanel(): Promise<number> {
  return inWindow({ what: "empty panel", file }, ({ start, end = NaN }) => Promise.resolve(end - start));
}

/** In a frame: its marks, once a card was painted in it. Looks for that from the first time on. */
function paintedAt(): Record<string, number> | undefined {
  // The workbench itself shows no cards, and shall not be slowed down. Its frames' documents are written after they are made.
  const root = document.documentElement.dataset;
  if (location.search.includes("folder=")) return undefined;
  if (!root["watched"]) {
    root["watched"] = "yes";
    const look = () => {
      if (document.querySelector(".svelte-flow__node")) setTimeout(() => performance.mark("painted"));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }
  const marks = performance
    .getEntriesByType("mark")
    .map(({ name, startTime }) => [name, performance.timeOrigin + startTime] as const);
  return marks.some(([name]) => name === "painted") ? Object.fromEntries(marks) : undefined;
}

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof browser>>["newPage"]>>;

async function inWindow(
  task: Pick<OpenTask, "what" | "file">,
  measure: (report: OpenReport, page: Page) => Promise<number>,
): Promise<number> {
  const [report, done] = [join(folder, "report.json"), join(folder, "done")];
  await Promise.all([rm(report, { force: true }), rm(done, { force: true })]);
  await writeFile(join(folder, "task.json"), JSON.stringify({ ...task, report, done } satisfies OpenTask));
  const page = await (await browser()).newPage({ viewport: { width: 1400, height: 900 } });
  await page.addInitScript({ content: "globalThis.__name ??= (value) => value" });
  await page.goto(server?.url ?? "");
  const told = await eventually(
    "the panel was opened",
    async () => JSON.parse(await readFile(report, "utf8")) as OpenReport,
    PATIENCE,
  );
  try {
    return await measure(told, page);
  } finally {
    await writeFile(done, "");
    await page.close();
  }
}
