import { relative } from "node:path";
import { compileWorkflow, type CompiledWorkflow } from "../../runtime/compile/compile-workflow.ts";
import { compilerVersion, ModuleCache } from "../../runtime/compile/module-cache.ts";
import { Modules } from "../../runtime/compile/modules.ts";
import { withoutLink } from "../../runtime/compile/resolve/links.ts";
import { forgetConfigs } from "../../runtime/compile/resolve/tsconfig.ts";
import type { StepFailure } from "../../runtime/failures/failure.ts";
import { DeployError } from "../deploy-error.ts";
import { localImports, type LocalImport } from "./local-imports.ts";
import { collectManifests, type Manifests } from "./manifests.ts";
import { Root } from "./root.ts";
import { typescriptConfig } from "./typescript-config.ts";

export interface CollectOptions {
  /** Absolute path of the workflow file. */
  readonly file: string;
  /** Absolute path of the folder that no file may leave. */
  readonly root: string;
  /** Folder of the bundles. */
  readonly dist: string;
  readonly cache: string;
}

/** What a workflow's code needs, as far as its text tells. */
export interface WorkflowFiles extends Manifests {
  readonly root: Root;
  /** The workflow file, from the root on. */
  readonly entry: string;
  /** The workflow file and the local modules it imports, from the root on, in order. */
  readonly modules: readonly string[];
  /** The text of a `tsconfig.json`, where one decides anything. */
  readonly config?: string;
  /** What may be missing. */
  readonly notes: readonly StepFailure[];
}

/**
 * Finds the local modules and the packages of a workflow. Runs nothing of it.
 * @throws {DeployError} where it cannot be loaded, or needs what lies outside of the root
 */
export function collectWorkflow({ file, root: folder, dist, cache }: CollectOptions): WorkflowFiles {
  forgetConfigs();
  const compiled = compileWorkflow(
    withoutLink(file),
    new Modules(new ModuleCache(cache, compilerVersion(dist))),
  );
  if (compiled.problems.length > 0) throw new DeployError(...compiled.problems);
  const root = new Root(folder);
  const imports = localImports(compiled);
  const problems = [...outside(compiled, root), ...imports.flatMap((one) => notPortable(one) ?? [])];
  if (problems.length > 0) throw new DeployError(...problems);

  const config = typescriptConfig(compiled, imports, root);
  return {
    root,
    entry: root.placeOf(compiled.file)!,
    modules: [...compiled.modules.keys()].map((path) => root.placeOf(path)!).sort(),
    ...collectManifests(compiled, imports, root),
    ...(config === undefined ? {} : { config }),
    notes: notFound(compiled),
  };
}

/** Modules that are not under the root, each where it is first imported. */
function outside({ file, modules }: CompiledWorkflow, root: Root): StepFailure[] {
  if (root.placeOf(file) === undefined)
    return [
      {
        message: `'${file}' is not in the folder ${root.folder}.`,
        help: "Give a folder above it with --root.",
      },
    ];
  const told = new Set<string>();
  const problems: StepFailure[] = [];
  for (const module of modules.values()) {
    module.targets.forEach((target, index) => {
      if (target.kind !== "local" || root.placeOf(target.path) !== undefined || told.has(target.path)) return;
      told.add(target.path);
      const { specifier, line, column } = module.compiled.facts.requests[index]!;
      problems.push({
        message: `'${specifier}' leaves the folder that is uploaded: it is ${target.path}, and the folder is ${root.folder}.`,
        help: "Move the file into the folder, or name a folder above both with --root.",
        at: { file: module.path, line, column },
      });
    });
  }
  return problems;
}

/** Imports that work on this machine only. */
function notPortable({ module, request, target, way }: LocalImport): StepFailure | undefined {
  const at = { file: module.path, line: request.line, column: request.column };
  if (target.link !== undefined)
    return {
      message: `'${request.specifier}' is a symbolic link to ${target.path}. A Space's repository has no links.`,
      help: `Import the file itself: '${relativeImport(module.path, target.path)}'.`,
      at,
    };
  if (way === "linked-package")
    return {
      message: `'${request.specifier}' is a package that is linked from ${target.path}. On a Space nothing links it.`,
      help: `Import the file by its path, '${relativeImport(module.path, target.path)}', or install the published package.`,
      at,
    };
  return undefined;
}

function relativeImport(from: string, to: string): string {
  const path = relative(`${from}/..`, to).replaceAll("\\", "/");
  return path.startsWith(".") ? path : `./${path}`;
}

/** Imports that may never happen, of what is not there. Those that certainly happen are problems already. */
function notFound({ modules }: CompiledWorkflow): StepFailure[] {
  return [...modules.values()].flatMap((module) =>
    module.targets.flatMap((target, index) => {
      if (target.kind !== "missing") return [];
      const { line, column } = module.compiled.facts.requests[index]!;
      return [{ message: target.message, help: target.help, at: { file: module.path, line, column } }];
    }),
  );
}
