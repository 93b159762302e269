import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { earlyErrors } from "../../../compile/emit/early-errors.ts";
import type { CompiledWorkflow } from "../../../compile/compile-workflow.ts";
import type { StepFailure } from "../../../failures/failure.ts";
import { readThrown } from "../../../failures/thrown.ts";
import type { SiteRecorder } from "./sites.ts";

/** The failure of a workflow's import, with a location even if Node gives none. */
export function loadFailure(error: unknown, failure: StepFailure, compiled: CompiledWorkflow): StepFailure {
  const { file } = compiled;
  const details = failure.at ? undefined : (missingExport(failure, compiled) ?? syntaxError(error, compiled));
  if (details) return { ...failure, ...details };
  // Errors of the workflow model are clear by themselves. Others must say that they happened while loading.
  const read = readThrown(error);
  const isModel = read.kind === "error" && (read.name === "WorkflowError" || read.name === "StepError");
  return {
    ...(readsNothing(error) && readsPort(failure.at, compiled) ? { help: misspelt } : {}),
    ...failure,
    message: isModel
      ? byVariable(error, failure, compiled)
      : `Loading ${basename(file)} failed: ${failure.message}`,
    at: failure.at ?? { file, line: 1, column: 1 },
  };
}

/** The message of what went wrong while a node was made, which is called by the variable that it would have been given to. */
function byVariable(error: unknown, { message, at }: StepFailure, { modules }: CompiledWorkflow): string {
  // Cast: what a workflow throws under this name may have any properties.
  const { unnamed: title } = error as { readonly unnamed?: unknown };
  if (typeof title !== "string" || !at) return message;
  const sites = modules.get(at.file)?.compiled.facts.sites ?? [];
  const site = sites.find(({ line, column }) => line === at.line && column === at.column);
  if (!site?.variable) return message;
  return message.replaceAll(title, title.replace(/'.*'$/s, `'${site.variable}'`));
}

const misspelt =
  "A port that is not there is undefined: look for a misspelt one. `daggr check` and the Problems panel say which ports a node has.";

function readsNothing(error: unknown): boolean {
  const read = readThrown(error);
  return (
    read.kind === "error" &&
    read.name === "TypeError" &&
    /^Cannot read properties of undefined/.test(read.message)
  );
}

/** Whether the code just before a place reads a port of a node: `words.lines` or `words.outputs.lines` in front of `.each`. */
function readsPort(at: StepFailure["at"], { modules }: CompiledWorkflow): boolean {
  const module = at && modules.get(at.file);
  if (!module) return false;
  const lines = readFileSync(at.file, "utf8").split("\n").slice(0, at.line);
  const before = [...lines.slice(0, -1), lines.at(-1)!.slice(0, (at.column ?? 1) - 1)].join("\n");
  const node = /([\w$]+)\s*\.\s*(?:outputs\s*\.\s*)?[\w$]+\s*\.?\s*$/.exec(before)?.[1];
  return module.compiled.facts.sites.some(({ variable }) => variable !== undefined && variable === node);
}

/** Finds the import of a name that a package does not export. Node's error does not say where the import is. */
function missingExport(failure: StepFailure, compiled: CompiledWorkflow): Partial<StepFailure> | undefined {
  const [, specifier, name] =
    /requested module '(.+?)' does not provide an export named '(.+?)'/.exec(failure.message) ?? [];
  for (const { path, compiled: module } of compiled.modules.values()) {
    for (const request of module.facts.requests) {
      const imported = request.names.find((item) => request.specifier === specifier && item.name === name);
      if (!imported) continue;
      const at = { file: path, line: imported.line, column: imported.column };
      return {
        message: `'${specifier}' exports no '${name}'.`,
        help: "Correct the name, or install another version.",
        at,
      };
    }
  }
  return undefined;
}

/** Locates a `SyntaxError` of Node that the compiler's parser did not report. */
function syntaxError(error: unknown, compiled: CompiledWorkflow): Partial<StepFailure> | undefined {
  const read = readThrown(error);
  if (read.kind === "value" || read.name !== "SyntaxError") return undefined;
  for (const path of compiled.modules.keys()) {
    const [problem] = earlyErrors(path, readFileSync(path, "utf8"));
    if (!problem) continue;
    const { line, column } = problem;
    const message = `${basename(path)} has a syntax error in line ${line}: ${read.message}.`;
    return { message, help: "Correct it and save.", at: { file: path, line, column } };
  }
  return undefined;
}

/** The canvas of a file stays when another program takes the file away, and so do its sheets. */
export function noFile(file: string): StepFailure {
  return {
    message: `${basename(file)} is not there any more: it was deleted, moved or renamed.`,
    help: "Put it back, or open it where it is now: 'Copy from another graph…' in the menu of its sheets brings these along.",
  };
}

/** CommonJS is refused: names and code of its nodes are unknown, and older versions of Node have no hooks for `require`. */
export function notEsModule(file: string): StepFailure {
  const rename = /\.c[jt]s$/.test(file) ? ", and give the file a name that ends in .mjs or .ts" : "";
  return {
    message: `${basename(file)} is a CommonJS module, but a workflow file is an ES module.`,
    help: `Write 'import { … } from "daggr"' in place of require, and 'export default' in place of module.exports${rename}.`,
    at: { file, line: 1, column: 1 },
  };
}

export function noGraph(compiled: CompiledWorkflow, recorder: SiteRecorder): StepFailure {
  const { file } = compiled;
  const [graph] = recorder.graphs;
  const visit = graph && recorder.visitsOf(graph)[0];
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
