import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { descriptors, type WatchdogReport } from "../protocol.ts";
import type { WatchdogData, WatchdogMessage } from "./start-watchdog.ts";

// A second thread, next to the one that runs user code: it still works when that one loops, blocks or fills the memory.

const { shared, memoryLimit, parent } = workerData as WatchdogData;
let loading: NodeJS.Timeout | undefined;

function report(what: WatchdogReport): void {
  try {
    writeSync(descriptors.reports, `${JSON.stringify(what)}\n`);
  } catch {
    // The parent is gone, so this process ends too.
  }
}

function end(): never {
  if (process.platform !== "win32") process.kill(-process.pid, "SIGKILL");
  process.kill(process.pid, "SIGKILL");
  throw new Error("unreachable");
}

// The engine holds the other end, and can be gone while its process lives on.
const pipe = new Socket({ fd: descriptors.reports });
for (const event of ["error", "end", "close"]) pipe.on(event, end);
pipe.resume();

setInterval(() => {
  const bytes = process.memoryUsage.rss();
  if (bytes > memoryLimit) {
    report({ type: "memory", bytes });
    end();
  }
  // Orphans are given to another parent. Windows keeps the number, so there the closed pipe has to do.
  if (process.ppid !== parent) end();
}, 100);

parentPort?.on("message", (message: WatchdogMessage) => {
  clearTimeout(loading);
  if (message.type !== "loading" || message.limit === 0) return;
  loading = setTimeout(() => {
    const [module, unit] = [Atomics.load(shared, 0), Atomics.load(shared, 1)];
    const { file, lines } = message.modules[module] ?? message.modules[0]!;
    const files = message.modules.map((one) => one.file);
    report({ type: "hanging", file, line: lines[unit] ?? 1, files });
  }, message.limit);
});
