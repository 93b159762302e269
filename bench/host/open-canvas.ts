import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";

/** What a fresh extension host shall open, and where it tells when it did. */
export interface OpenTask {
  /** A canvas, or a panel with nothing in it: what VS Code itself takes. */
  readonly what: "canvas" | "empty panel";
  /** A file of the workspace. */
  readonly file: string;
  readonly report: string;
  /** The session ends when this file is there. */
  readonly done: string;
}

/** In milliseconds since 1970, as the marks of the pages are told. */
export interface OpenReport {
  readonly start: number;
  /** Until the first script of an empty panel ran. */
  readonly end?: number;
  readonly marks: Readonly<Record<string, number>>;
}

/** A person who has looked at a workflow for some seconds opens its canvas. */
export async function run(): Promise<void> {
  const task = JSON.parse(readFileSync(process.env.DAGGR_BENCH_TASK ?? "", "utf8")) as OpenTask;
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error("No folder is open.");
  const file = vscode.Uri.joinPath(folder.uri, task.file);
  await vscode.window.showTextDocument(file);
  await vscode.extensions.getExtension("daggr.daggr-vscode")?.activate();
  await untilQuiet();

  const start = now();
  const end = task.what === "canvas" ? await openCanvas(file) : await openEmptyPanel();
  const marks = Object.fromEntries(
    performance
      .getEntriesByType("mark")
      .map(({ name, startTime }) => [name, performance.timeOrigin + startTime]),
  );
  writeFileSync(task.report, JSON.stringify({ start, end, marks } satisfies OpenReport));
  while (!existsSync(task.done)) await sleep(100);
}

async function openCanvas(file: vscode.Uri): Promise<undefined> {
  await vscode.commands.executeCommand("daggr.openCanvas", file);
  while (performance.getEntriesByName("daggr.canvas.ready").length === 0) await sleep(10);
}

async function openEmptyPanel(): Promise<number> {
  const panel = vscode.window.createWebviewPanel("bench.empty", "Empty", vscode.ViewColumn.Beside, {
    enableScripts: true,
  });
  const ran = new Promise<number>((resolve) => panel.webview.onDidReceiveMessage(resolve));
  panel.webview.html = `<!doctype html><script>
    acquireVsCodeApi().postMessage(performance.timeOrigin + performance.now());
  </script>`;
  return ran;
}

/**
 * VS Code itself and its other extensions go on starting for some seconds, longer on a slow machine. What is measured is the opening,
 * so it begins after a second in which less than a fifth of one core was used, or after half a minute. The first three seconds do
 * not count: a pause between two parts of the start would pass for its end.
 */
async function untilQuiet(): Promise<void> {
  const end = performance.now() + 30_000;
  await sleep(3000);
  let busy = Infinity;
  while (busy > 0.2 && performance.now() < end) {
    const before = processorTimes();
    await sleep(1000);
    const after = processorTimes();
    busy = (after.all - before.all - (after.idle - before.idle)) / 1000;
  }
}

/** Milliseconds of all cores. */
function processorTimes(): { readonly idle: number; readonly all: number } {
  const times = cpus().map((cpu) => cpu.times);
  const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(times.flatMap((each) => Object.values(each))) };
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
