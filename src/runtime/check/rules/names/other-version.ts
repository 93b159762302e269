import { posix } from "node:path";
import { typescript } from "../../../typescript.ts";
import { daggrSpecifiers } from "../../model/daggr.ts";
import { type Rule, spanOf } from "../rule.ts";

export const otherVersion: Rule = {
  code: "other-version",
  severity: "information",
  summary: "The workspace installed a `daggr` of another version than the engine that runs the workflow.",
  explanation:
    "A `daggr` that the workspace installed gives the types; the engine is always the extension's own. Where the versions " +
    "differ, types may promise what the engine does not do. Install the same version, or none.",
  wrong: `import { Graph } from "daggr"; // 0.0.1 in node_modules, while the engine has another version`,
  right: `import { Graph } from "daggr"; // not installed: the engine's own types`,
  *check({ file, daggr, engineVersion }) {
    const [specifier] = daggrSpecifiers(file);
    const declared =
      specifier && daggr.checker.getSymbolAtLocation(specifier)?.declarations?.[0]?.getSourceFile();
    if (specifier === undefined || declared === undefined || engineVersion === undefined) return;
    const installed = installedVersion(declared.fileName);
    if (installed === undefined || installed === engineVersion) return;
    yield {
      at: spanOf(specifier),
      message:
        `The workspace has daggr ${installed}, but workflows are run by daggr ${engineVersion}. ` +
        `Install daggr@${engineVersion}, or remove it: the types are there without it.`,
    };
  },
};

/** The version of the package that a file belongs to, where it is an installed `daggr`. */
function installedVersion(path: string): string | undefined {
  const folder = /^.*\/node_modules\/daggr(?=\/)/.exec(path)?.[0];
  const text = folder && typescript().sys.readFile(posix.join(folder, "package.json"));
  if (!text) return undefined;
  try {
    return (JSON.parse(text) as { readonly version?: string }).version;
  } catch {
    return undefined;
  }
}
