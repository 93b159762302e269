import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { collectWorkflow, type WorkflowFiles } from "../../../../src/deploy/collect/workflow-files.ts";
import { DeployError } from "../../../../src/deploy/deploy-error.ts";
import type { StepFailure } from "../../../../src/runtime/failures/failure.ts";
import { processBundles } from "../../process/support/bundles.ts";

/** A folder with files, removed at the end of the test. */
export class Project {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "daggr-deploy-")));

  constructor(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  /** A package as npm would have put it there. */
  install(name: string, version: string, more: Readonly<Record<string, unknown>> = {}): void {
    this.write(`node_modules/${name}/package.json`, JSON.stringify({ name, version, ...more }));
    this.write(`node_modules/${name}/index.js`, "module.exports = {};");
  }

  async collect(file: string, root = ""): Promise<WorkflowFiles> {
    return collectWorkflow({
      file: this.path(file),
      root: this.path(root),
      dist: await processBundles(),
      cache: this.path(".cache"),
    });
  }

  /** Why it cannot be collected. */
  async refusals(file: string, root = ""): Promise<readonly StepFailure[]> {
    try {
      await this.collect(file, root);
    } catch (error) {
      if (error instanceof DeployError) return error.failures;
      throw error;
    }
    throw new Error("it was collected");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
