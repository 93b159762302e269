import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type * as vscode from "vscode";
import { asNode } from "../as-node.ts";

export interface RecordProcessOptions {
  /** Folder of the bundles. */
  readonly dist: string;
  /** The workflow file. */
  readonly file: string;
  /** Of the test. */
  readonly name: string;
  readonly graph: string;
  readonly sheet: string;
  /** Folder that keeps the sheet. */
  readonly data: string;
  /** A recording that answers calls, and whether calls that are not in it are made. */
  readonly calls?: { readonly folder: string; readonly live: boolean } | undefined;
  /** Set for the process in addition. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What it tells a person meanwhile. */
  readonly onNote: (text: string) => void;
  readonly token: vscode.CancellationToken;
}

export type Recorded =
  | { readonly type: "recorded" }
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "stopped" };

/** `daggr record-test` as a process of its own. */
export async function recordInProcess(options: RecordProcessOptions): Promise<Recorded> {
  const { dist, file, name, graph, sheet, data, calls, env, onNote, token } = options;
  const args = [join(dist, "daggr.cjs"), "record-test", file, name, "--graph", graph];
  if (calls) args.push("--calls", calls.folder, ...(calls.live ? ["--live"] : []));
  const child = spawn(process.execPath, [...args, "--sheet", sheet, "--data", data], {
    cwd: dirname(file),
    env: { ...process.env, ...asNode, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const cancelled = token.onCancellationRequested(() => void child.kill("SIGTERM"));
  const notes: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (line.trim() === "") return;
    notes.push(line.trim());
    onNote(line.trim());
  });
  try {
    const [code] = (await once(child, "close")) as [number | null];
    if (code === 0) return { type: "recorded" };
    if (token.isCancellationRequested) return { type: "stopped" };
    return { type: "failed", message: notes.slice(-10).join(" ") || `daggr record-test ended with ${code}.` };
  } finally {
    cancelled.dispose();
  }
}
