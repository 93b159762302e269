// Measures the benchmarks of one file of bench/rows and sends each row to the process that started this one.
import { rowsOf, type FromFile, type Mode } from "./files.ts";
import { measure } from "./measure.ts";

const [file = "", mode = "whole"] = process.argv.slice(2);
// Nobody waits for the rows any more.
process.on("disconnect", () => process.exit(1));
const send = (message: FromFile) => new Promise<void>((resolve) => process.send?.(message, () => resolve()));
for (const { benchmark, runs } of await rowsOf(file, mode as Mode)) {
  const { title } = benchmark;
  await send({ type: "begin", title });
  try {
    await send({ type: "row", row: await measure(benchmark, runs) });
  } catch (error) {
    await send({
      type: "failed",
      title,
      why: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}
// What a row that failed has left running must not keep the rest waiting.
process.exit();
