import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ModuleCache } from "../../../../src/runtime/compile/module-cache.ts";
import { CodeKeys } from "../../../../src/runtime/compile/keys/code-keys.ts";
import { Modules } from "../../../../src/runtime/compile/modules.ts";
import { compileWorkflow, type CompiledWorkflow } from "../../../../src/runtime/compile/compile-workflow.ts";

export type Files = Readonly<Record<string, string>>;

/** Files of a workspace in a folder of their own, removed after the test file. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), "daggr-compile-"));
  readonly cache = mkdtempSync(join(tmpdir(), "daggr-cache-"));

  constructor(files: Files = {}) {
    this.write(files);
  }

  write(files: Files): void {
    for (const [name, text] of Object.entries(files)) {
      const path = this.path(name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  compile(entry = "workflow.ts"): CompiledWorkflow {
    return compileWorkflow(this.path(entry), new Modules(new ModuleCache(this.cache, "test")));
  }

  remove(): void {
    for (const folder of [this.folder, this.cache]) rmSync(folder, { recursive: true, force: true });
  }
}

/** The code keys of the nodes that are spelt out at the top level, by variable; inputs as `variable.input`. */
export function keysOf(workflow: CompiledWorkflow): ReadonlyMap<string, string> {
  const keys = new CodeKeys(workflow);
  const found = new Map<string, string>();
  for (const [file, { compiled }] of workflow.modules) {
    compiled.facts.sites.forEach(({ variable, code, statement }, site) => {
      if (!variable) return;
      const visit = { file, site, statement: { file, index: statement } };
      found.set(variable, keys.codeOf(visit));
      for (const input of Object.keys(code.inputs))
        found.set(`${variable}.${input}`, keys.inputOf(visit, input));
    });
  }
  return found;
}
