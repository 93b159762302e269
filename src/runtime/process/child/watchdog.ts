import { writeSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { reportDescriptor, type WatchdogReport } from "../protocol.ts";
import type { WatchdogData, WatchdogMessage } from "./start-watchdog.ts";

// A second thread, next to the one that runs user code: it still works when that one loops, blocks or fills the memory.

const { shared, memoryLimit, parent } = workerData as WatchdogData;
let loading: NodeJS.Timeout | undefined;

function report(what: WatchdogReport): void {
  try {
    writeSync(reportDescriptor, `${JSON.stringify(what)}\n`);
  } catch {
    // The parent is gone, so this process ends too.
  }
}

function end(): never {
  if (process.platform !== "win32") process.kill(-process.pid, "SIGKILL");
  process.kill(process.pid, "SIGKILL");
  throw new Error("unreachable");
}

setInterval(() => {
  const bytes = process.memoryUsage.rss();
  if (bytes > memoryLimit) {
    report({ type: "memory", bytes });
    end();
  }
  // Orphans are given to another parent. Windows keeps the number, so there the closed channel has to do.
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
