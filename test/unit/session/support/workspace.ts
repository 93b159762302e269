import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createWorkflowProcesses } from "../../../../src/runtime/process/processes.ts";
import { processBundles } from "../../process/support/bundles.ts";
import type { TestCanvas } from "./canvas.ts";
import { testEngine, type TestEngine, type TestEngineOptions } from "./engine.ts";

/** A folder with a real workflow file, run by real processes. */
export class Workspace {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "daggr-workspace-")));
  readonly file = join(this.folder, "workflow.ts");
  #engine: TestEngine | undefined;

  constructor(files: Readonly<Record<string, string>>) {
    this.write(files);
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }

  /** An engine on the workspace's stored data. */
  async open(options: Omit<TestEngineOptions, "file"> = {}): Promise<TestEngine> {
    const processes = createWorkflowProcesses({
      dist: await processBundles(),
      cache: join(this.folder, "cache"),
      roots: [this.folder],
      log: () => {},
    });
    this.#engine = await testEngine(processes, {
      file: this.file,
      data: join(this.folder, "data"),
      ...options,
    });
    return this.#engine;
  }

  /** A canvas on a freshly opened engine, with the file loaded. */
  async canvas(options?: Omit<TestEngineOptions, "file">): Promise<TestCanvas> {
    const canvas = await (await this.open(options)).canvas();
    if (!(await canvas.load())) throw new Error(JSON.stringify(canvas.state.loading));
    return canvas;
  }

  /** Saves files as the editor does: the sessions that use them load again. */
  async save(files: Readonly<Record<string, string>>): Promise<void> {
    this.write(files);
    await this.#engine!.engine.saved({ paths: Object.keys(files).map((name) => join(this.folder, name)) });
  }

  async close(): Promise<void> {
    await this.#engine?.stop();
    this.#engine = undefined;
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
