import { parentPort } from "node:worker_threads";
import { surviveStrayFailures } from "../failures/stray-failures.ts";
import { Rpc } from "../rpc/rpc.ts";
import { portWire } from "../rpc/wires.ts";
import { layered, type LayoutCalls } from "./layered.ts";

if (!parentPort) throw new Error("The layout worker runs in a worker thread only.");
new Rpc<Record<never, never>, LayoutCalls>(portWire(parentPort), {
  layout: (task) => Promise.resolve(layered(task)),
});

surviveStrayFailures((text) => process.stderr.write(`${text}\n`));
