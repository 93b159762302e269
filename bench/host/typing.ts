import { writeFileSync } from "node:fs";
import { Session, type Profiler } from "node:inspector";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { ExtensionServices } from "../../src/extension/feature.ts";
import { startTinyApp } from "../../test/unit/check/tiny-app.ts";
import { bigWorkflow } from "../programs/big-workflow.ts";
import { type Slice, slicesOf } from "../slices.ts";

/** What this module writes to the file that DAGGR_TEST_REPORT names. */
export interface TypingReport {
  /** Of each key press. */
  readonly latencies: readonly Latency[];
  /** Of each synchronous piece of the extension's own code while 1,000 keys were pressed. */
  readonly slices: readonly Slice[];
  /** Bytes of the language worker's used heap after a collection. */
  readonly heapUsed: number;
}

/** Milliseconds since a key was pressed. */
export interface Latency {
  /** Until VS Code has the problems, and sends them to the window. */
  readonly problems: number;
  /** Until extensions hear of them: VS Code collects such events for 50 ms (ExtHostDiagnostics). */
  readonly event: number;
}

/** How often it is looked whether VS Code has the problems, in milliseconds. */
const LOOK = 3;

/** Key presses before anything is measured. */
const WARM_UP = 30;
const MEASURED = 100;
const PROFILED = 1000;

/** Loaded by an extension host: types into a workflow of 500 lines, as a person does, by the editor's own commands. */
export async function run(): Promise<void> {
  const app = await startTinyApp();
  const extension = vscode.extensions.getExtension<ExtensionServices>("daggr.daggr-vscode");
  if (!extension) throw new Error("The extension is missing.");
  const { language } = await extension.activate();
  const content = bigWorkflow(app.url);
  const document = await vscode.workspace.openTextDocument({ language: "typescript", content });
  const editor = await vscode.window.showTextDocument(document);
  // Behind `n37.text`: a letter more is an unknown port, the letter less is none.
  const at = document.positionAt(content.indexOf("n37.text") + "n37.text".length);
  editor.selection = new vscode.Selection(at, at);

  const typing = new Typing(document);
  // The first answers tell what the app offers, which checks everything once more.
  await typing.press();
  await typing.press();
  for (let press = 0; press < WARM_UP; press++) await typing.press();
  const latencies: Latency[] = [];
  for (let press = 0; press < MEASURED; press++) {
    latencies.push(await typing.press());
    await delay(100);
  }
  const slices = await profiled(`${extension.extensionPath}/dist/`, async () => {
    for (let press = 0; press < PROFILED; press++) {
      await typing.key();
      await delay(50);
    }
  });
  const { heapUsed } = await language.remote.memory(null);
  const report: TypingReport = { latencies, slices, heapUsed };
  writeFileSync(process.env["DAGGR_TEST_REPORT"] ?? "", JSON.stringify(report));
  await app.stop();
}

class Typing {
  #wrong = false;

  constructor(private readonly document: vscode.TextDocument) {}

  /** Presses a key that makes a problem, or the one that takes it back. */
  async key(): Promise<void> {
    this.#wrong = !this.#wrong;
    await (this.#wrong
      ? vscode.commands.executeCommand("type", { text: "x" })
      : vscode.commands.executeCommand("deleteLeft"));
  }

  /** Presses the next key and waits for the Problems that it leads to. */
  async press(): Promise<Latency> {
    const start = performance.now();
    const told = new Promise<number>((resolve) => {
      const listening = vscode.languages.onDidChangeDiagnostics(() => {
        if (this.#problems() !== this.#wrong) return;
        listening.dispose();
        resolve(performance.now() - start);
      });
    });
    await this.key();
    while (this.#problems() !== this.#wrong) await delay(LOOK);
    const problems = performance.now() - start;
    return { problems, event: await told };
  }

  #problems(): boolean {
    return vscode.languages
      .getDiagnostics(this.document.uri)
      .some(({ source, code }) => source === "daggr" && code === "unknown-port");
  }
}

/** Microseconds between two samples. */
const INTERVAL = 500;

async function profiled(folder: string, work: () => Promise<void>): Promise<readonly Slice[]> {
  const session = new Session();
  session.connect();
  const post = <T>(method: string, parameters?: object): Promise<T> =>
    new Promise((resolve, reject) => {
      session.post(method, parameters, (error, result) => {
        if (error) reject(error);
        else resolve(result as T);
      });
    });
  await post("Profiler.enable");
  await post("Profiler.setSamplingInterval", { interval: INTERVAL });
  await post("Profiler.start");
  await work();
  const { profile } = await post<{ profile: Profiler.Profile }>("Profiler.stop");
  session.disconnect();
  return slicesOf(profile, folder, INTERVAL);
}
