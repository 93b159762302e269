import { parentPort, workerData } from "node:worker_threads";
import { Rpc } from "../rpc/rpc.ts";
import { portWire } from "../rpc/wires.ts";
import { ModuleCache } from "./module-cache.ts";
import type { CompilerCalls, CompilerStart } from "./compiler.ts";
import { Modules } from "./modules.ts";
import { compilerVersion } from "./version.ts";
import { warmUp } from "./warm-up.ts";
import { compileWorkflow } from "./compile-workflow.ts";

// The compiler, kept warm in a thread of its own: workflow processes come and go, and each would have to load it anew.

if (!parentPort) throw new Error("The compiler runs in a worker thread only.");

const { dist, cache: folder } = workerData as CompilerStart;
const cache = new ModuleCache(folder, compilerVersion(dist));

new Rpc<Record<never, never>, CompilerCalls>(portWire(parentPort), {
  compile: ({ file }) => {
    const modules = new Modules(cache);
    compileWorkflow(file, modules);
    return modules.takeSnapshot();
  },
  prepare: () => {
    warmUp();
    cache.prune();
  },
});
