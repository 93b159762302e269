import type { Benchmark } from "../benchmark.ts";
import { startScatter, type Measured, type Scatter } from "../machines/scatter.ts";

const items = 1000;
/** Milliseconds that an item takes. */
const duration = 20;

/** Rows of one number of workers. All but the first tell what was measured for it. */
function rowsOf(workers: number): Benchmark[] {
  const title = `${items.toLocaleString("en")} items of ${duration} ms, ${workers} worker${workers > 1 ? "s" : ""}`;
  const ideal = (items * duration) / workers;
  const daggr: Measured[] = [];
  const plain: Measured[] = [];
  /** Milliseconds of a worker's time that a job took beyond its own. */
  const overhead = ({ wall }: Measured) => ((wall - ideal) * workers) / items;
  const told = (what: string, unit: string, figure: (measured: Measured) => number): Benchmark => ({
    title: `${title}: ${what}`,
    runs: 1,
    unit,
    sides: {
      "daggr-vscode": () => Promise.resolve(daggr.map(figure)),
      "plain BullMQ": () => Promise.resolve(plain.map(figure)),
    },
  });
  let scatter: Scatter | undefined;
  const once = async (all: Measured[], how: "daggr" | "plain") => {
    const measured = await scatter![how]();
    all.push(measured);
    return overhead(measured);
  };
  return [
    {
      title: `${title}: overhead of a job`,
      runs: 3,
      async prepare() {
        const started = await startScatter({ items, duration, workers });
        scatter = started;
        return () => started.stop();
      },
      sides: {
        "daggr-vscode": () => once(daggr, "daggr"),
        "plain BullMQ": () => once(plain, "plain"),
      },
      limits: { "daggr-vscode": { times: 1.5, of: "plain BullMQ" } },
    },
    told("processor time of a job", "ms", ({ cpu }) => (cpu.asks + cpu.workers + cpu.server) / items),
    told("of it, whoever asks", "ms", ({ cpu }) => cpu.asks / items),
    told("of it, the server", "ms", ({ cpu }) => cpu.server / items),
    told("jobs a second", "/s", ({ wall }) => (items * 1000) / wall),
    told("share of the ideal", "%", ({ wall }) => (100 * ideal) / wall),
  ];
}

/** The same items on processes of one machine, one job at a time each. */
export default [1, 2, 4].flatMap(rowsOf);
