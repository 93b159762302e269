import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { ModuleCache } from "../../../compile/module-cache.ts";
import { CodeKeys } from "../../../compile/keys/code-keys.ts";
import { Modules } from "../../../compile/modules.ts";
import { withoutLink } from "../../../compile/resolve/links.ts";
import { compileWorkflow, type CompiledWorkflow } from "../../../compile/compile-workflow.ts";
import type { DaggrEngine } from "../../../daggr/site.ts";
import type { WorkflowDescription } from "../../../graph/description.ts";
import { callableNodes } from "../../../graph/variants.ts";
import type { StepFailure } from "../../../failures/failure.ts";
import type { LoadReply, LoadRequest } from "../../protocol.ts";
import type { LoadedWorkflow } from "../calls/calls.ts";
import { installedVersionNotice } from "./installed.ts";
import { applyEnvironment, environmentFiles } from "./environment.ts";
import { userCodeFailure, type OwnCode } from "../failures.ts";
import { loadFailure, noFile, noGraph, notEsModule } from "./load-failures.ts";
import type { UseModules } from "./register.ts";
import { originsOf, SiteRecorder } from "./sites.ts";
import type { Watchdog } from "../start-watchdog.ts";

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
  if (!existsSync(request.file)) return failed(noFile(request.file), [request.file]);
  process.chdir(dirname(request.file));
  process.argv = [process.execPath, request.file];
  const environment = applyEnvironment(environmentFiles(request.file, tools.roots));
  const file = withoutLink(request.file);
  const modules = new Modules(tools.cache, request.snapshot);

  let compiled: CompiledWorkflow;
  try {
    compiled = compileWorkflow(file, modules);
  } catch (error) {
    return failed({ message: `Cannot read ${file}: ${(error as Error).message}`, at: { file, line: 1 } }, [
      file,
    ]);
  }
  const watched = [...new Set([request.file, ...compiled.files, ...environment])];
  const [problem] = compiled.problems;
  if (problem) return failed(problem, watched);
  if (compiled.modules.get(file)?.compiled.facts.format === "commonjs")
    return failed(notEsModule(file), watched);

  const own = ownCode(tools.dist, modules);
  try {
    const recorder = new SiteRecorder(tools.engine, tools.watchdog.at);
    recorder.install();
    const keys = new CodeKeys(compiled);
    tools.engine.setVariables((node) => originsOf(recorder, keys).siteOf(node).variable);
    await tools.useModules(modules);
    tools.watchdog.loading(compiled, request.limit);
    const exported = (await Promise.race([import(pathToFileURL(file).href), tools.trouble])) as Record<
      string,
      unknown
    >;
    tools.watchdog.loaded();

    const graphs = exportedGraphs(exported, recorder, tools.engine);
    if (graphs.length === 0) return failed(noGraph(compiled, recorder), watched);
    const described = tools.engine.describe(graphs, originsOf(recorder, keys));
    const description: WorkflowDescription = { file: request.file, graphs: described, files: watched };
    const notices = installedVersionNotice(file);
    return {
      reply: { type: "loaded", description, snapshot: modules.takeSnapshot(), notices },
      workflow: { ...own, find: finder(description, tools.engine) },
    };
  } catch (error) {
    tools.watchdog.loaded();
    return failed(loadFailure(error, userCodeFailure(error, own), compiled), watched);
  }
}

function failed(failure: StepFailure, files: readonly string[]): Loaded {
  return { reply: { type: "failed", failure, files } };
}

function ownCode(dist: string, modules: Modules): OwnCode {
  return {
    dist,
    isLocal: (path) => modules.paths.includes(path),
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

function finder(description: WorkflowDescription, engine: DaggrEngine): LoadedWorkflow["find"] {
  const nodes = new Map(
    description.graphs.flatMap((graph) =>
      callableNodes(graph).map((node) => [`${graph.name}\n${node.name}`, node] as const),
    ),
  );
  return (graph, name) => {
    const node = nodes.get(`${graph}\n${name}`);
    const code = engine.codeOf(graph, name);
    return node && code && { description: node, code };
  };
}
