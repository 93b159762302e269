import { fileURLToPath } from "node:url";
import { daggrEnvironment, pythonOf } from "../../scripts/lib/python.mjs";
import { eventually } from "../../test/support/eventually.ts";
import { freePort } from "../../test/support/ports.ts";
import { startProcess } from "../../test/support/processes.ts";
import { Served } from "../../test/support/served.ts";
import { threeFunctions } from "../programs/three-functions.ts";

/** A server of the graph of three functions. */
export interface BenchServer {
  readonly origin: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Ours, by the built program. */
export function startOurs(): Promise<BenchServer> {
  return Served.start({ workflow: threeFunctions });
}

/** daggr's own. */
export async function startDaggr(): Promise<BenchServer> {
  const port = await freePort();
  const script = fileURLToPath(new URL("../python/three_functions.py", import.meta.url));
  const running = await startProcess(pythonOf(daggrEnvironment), [script, String(port)], {
    ready: /API server at/,
    env: { GRADIO_ANALYTICS_ENABLED: "False", PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1" },
  });
  const origin = `http://127.0.0.1:${port}`;
  await eventually("it answers", async () => {
    if (!(await fetch(`${origin}/api/schema`)).ok) throw new Error("It does not answer.");
  });
  return { origin, pid: running.pid, stop: () => running.stop() };
}
