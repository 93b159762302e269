import { basename, dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { ModuleCache } from "../../compile/cache.ts";
import { CodeKeys } from "../../compile/keys.ts";
import { Modules } from "../../compile/modules.ts";
import { compileWorkflow, type CompiledWorkflow } from "../../compile/workflow.ts";
import type { DaggrEngine } from "../../daggr/site.ts";
import type { WorkflowDescription } from "../../graph/description.ts";
import { nodesOf } from "../../graph/nodes.ts";
import type { StepFailure } from "../../run/step.ts";
import type { LoadReply, LoadRequest } from "../protocol.ts";
import type { LoadedWorkflow } from "./calls.ts";
import { installedVersionNotice } from "./installed.ts";
import { applyEnvironment, environmentFiles } from "./environment.ts";
import { failureOf, type OwnCode } from "./failures.ts";
import type { UseModules } from "./register.ts";
import { originsOf, SiteRecorder } from "./sites.ts";
import type { Watchdog } from "./watch.ts";

export interface LoadTools {
  readonly dist: string;
  readonly roots: readonly string[];
  readonly cache: ModuleCache;
  readonly engine: DaggrEngine;
  readonly useModules: UseModules;
  readonly watchdog: Watchdog;
  /** Rejects when something goes wrong that the import itself does not report. */
  readonly trouble: Promise<never>;
}

export interface Loaded {
  readonly reply: LoadReply;
  readonly workflow?: LoadedWorkflow;
}

/** Compiles, imports and describes the workflow file. A process does this once. */
export async function load(request: LoadRequest, tools: LoadTools): Promise<Loaded> {
  const { file } = request;
  process.chdir(dirname(file));
  process.argv = [process.execPath, file];
  const environment = applyEnvironment(environmentFiles(file, tools.roots));
  const modules = new Modules(tools.cache, request.snapshot);

  let compiled: CompiledWorkflow;
  try {
    compiled = compileWorkflow(file, modules);
  } catch (error) {
    return failed({ message: `Cannot read ${file}: ${(error as Error).message}`, at: { file, line: 1 } }, [
      file,
    ]);
  }
  const watched = [...compiled.files, ...environment];
  const [problem] = compiled.problems;
  if (problem) return failed(problem, watched);

  const own = ownCode(tools.dist, compiled, modules);
  try {
    const recorder = new SiteRecorder(tools.engine, tools.watchdog.at);
    recorder.install();
    await tools.useModules(modules);
    tools.watchdog.loading(compiled, request.limit);
    const exported = (await Promise.race([import(pathToFileURL(file).href), tools.trouble])) as Record<
      string,
      unknown
    >;
    tools.watchdog.loaded();

    const graphs = exportedGraphs(exported, recorder, tools.engine);
    if (graphs.length === 0) return failed(noGraph(compiled, recorder), watched);
    const described = tools.engine.describe(graphs, originsOf(recorder, new CodeKeys(compiled)));
    const description: WorkflowDescription = { file, graphs: described, files: watched };
    const notices = installedVersionNotice(file);
    return {
      reply: { type: "loaded", description, snapshot: modules.takeSnapshot(), notices },
      workflow: { ...own, find: finder(description, tools.engine) },
    };
  } catch (error) {
    tools.watchdog.loaded();
    return failed(missingExportPlace(inContext(failureOf(error, own), file), compiled), watched);
  }
}

function failed(failure: StepFailure, files: readonly string[]): Loaded {
  return { reply: { type: "failed", failure, files } };
}

function ownCode(dist: string, compiled: CompiledWorkflow, modules: Modules): OwnCode {
  return {
    dist,
    isLocal: (path) => modules.paths.includes(path),
    emitted: (path) => compiled.modules.get(path)?.compiled.code,
  };
}

/** The default export first, then the others in the order they were made. */
function exportedGraphs(
  exported: Readonly<Record<string, unknown>>,
  recorder: SiteRecorder,
  engine: DaggrEngine,
): readonly object[] {
  const order = recorder.graphs;
  const others = Object.values(exported)
    .filter((value) => engine.isGraph(value))
    .sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const first = exported["default"];
  return [...new Set(engine.isGraph(first) ? [first, ...others] : others)];
}

function noGraph(compiled: CompiledWorkflow, recorder: SiteRecorder): StepFailure {
  const { file } = compiled;
  const [made] = recorder.graphs;
  const visit = made && recorder.visitsOf(made)[0];
  if (!visit) {
    return {
      message: `${basename(file)} exports no Graph.`,
      help: "End it with: export default new Graph({ name: …, nodes: […] })",
      at: { file, line: 1, column: 1 },
    };
  }
  const fact = compiled.modules.get(visit.file)?.compiled.facts.sites[visit.site];
  return {
    message: `${basename(file)} makes a Graph but does not export it.`,
    help: fact?.variable
      ? `Add the line: export default ${fact.variable};`
      : "Write 'export default' before it.",
    at: { file: visit.file, line: fact?.line ?? 1, column: fact?.column ?? 1 },
  };
}

/** Errors of the workflow model speak for themselves; others need to be told from errors while running. */
function inContext(failure: StepFailure, file: string): StepFailure {
  const isMistake = failure.help !== undefined;
  return {
    ...failure,
    message: isMistake ? failure.message : `Loading ${basename(file)} failed: ${failure.message}`,
    at: failure.at ?? { file, line: 1, column: 1 },
  };
}

/** Node tells which name a package does not export, but not who asked for it. */
function missingExportPlace(failure: StepFailure, compiled: CompiledWorkflow): StepFailure {
  const found = /requested module '(.+?)' does not provide an export named '(.+?)'/.exec(failure.message);
  if (!found) return failure;
  const [, specifier, name] = found;
  for (const { path, compiled: module } of compiled.modules.values()) {
    for (const request of module.facts.requests) {
      const asked = request.names.find((one) => request.specifier === specifier && one.name === name);
      if (asked)
        return {
          ...failure,
          message: `'${specifier}' exports no '${name}'.`,
          at: { file: path, line: asked.line, column: asked.column },
        };
    }
  }
  return failure;
}

function finder(description: WorkflowDescription, engine: DaggrEngine): LoadedWorkflow["find"] {
  const nodes = new Map(
    description.graphs.flatMap((graph) =>
      nodesOf(graph).map((node) => [`${graph.name}\n${node.name}`, node] as const),
    ),
  );
  return (graph, name) => {
    const node = nodes.get(`${graph}\n${name}`);
    const code = engine.codeOf(graph, name);
    return node && code && { description: node, code };
  };
}
