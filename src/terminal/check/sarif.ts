import { pathToFileURL } from "node:url";
import type { Log, PhysicalLocation, Region, ReportingDescriptor, Result } from "sarif";
import { homepage, version } from "../../../package.json";
import { rules } from "../../runtime/check/rules/table.ts";
import type { Diagnostic, Fix, Range, Severity, SourceLocation } from "../../runtime/protocol/language.ts";
import { rulePage } from "../../runtime/protocol/documentation.ts";
import { pathIn } from "./paths.ts";

/** The name by which places refer to the folder that they are given from. */
const base = "%SRCROOT%";

const levels: Readonly<Record<Severity, Result.level>> = {
  error: "error",
  warning: "warning",
  information: "note",
};

/** Diagnostics as SARIF 2.1.0, which GitHub's code scanning and many viewers read. `root`: the folder that places are given from. */
export function sarifLog(diagnostics: readonly Diagnostic[], root: string): Log {
  const described = descriptors(diagnostics);
  const index = new Map(described.map(({ id }, place) => [id, place]));
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "Daggr", semanticVersion: version, informationUri: homepage, rules: described },
        },
        invocations: [{ executionSuccessful: true }],
        originalUriBaseIds: { [base]: { uri: `${pathToFileURL(root).href}/` } },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((one) => result(one, index.get(one.code) ?? -1, root)),
      },
    ],
  };
}

/** All rules, and what else was found: errors of TypeScript, files that cannot be read. */
function descriptors(diagnostics: readonly Diagnostic[]): ReportingDescriptor[] {
  const ruled = rules.map(({ code, severity, summary, explanation }) => ({
    id: code,
    shortDescription: { text: summary },
    fullDescription: { text: explanation },
    helpUri: rulePage(code),
    defaultConfiguration: { level: levels[severity] },
  }));
  const known = new Set(ruled.map(({ id }) => id));
  const others = new Set(diagnostics.map(({ code }) => code).filter((code) => !known.has(code)));
  return [...ruled, ...[...others].map((id) => ({ id }))];
}

function result(diagnostic: Diagnostic, ruleIndex: number, root: string): Result {
  const { code, severity, message, related, fixes } = diagnostic;
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: placeOf(diagnostic, root) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((one) => ({
        physicalLocation: placeOf(one, root),
        message: { text: one.message },
      })),
    }),
    ...fixesOf(fixes, root),
  };
}

/** What no edit can do, such as signing in, is no fix here. */
function fixesOf(fixes: readonly Fix[], root: string): Pick<Result, "fixes"> {
  const edited = fixes.filter(({ edits }) => edits.length > 0);
  if (edited.length === 0) return {};
  return {
    fixes: edited.map(({ title, edits }) => {
      const files = [...new Set(edits.map(({ file }) => file))];
      return {
        description: { text: title },
        artifactChanges: files.map((file) => ({
          artifactLocation: artifact(file, root),
          replacements: edits
            .filter((edit) => edit.file === file)
            .map(({ range, newText }) => ({
              deletedRegion: region(range),
              insertedContent: { text: newText },
            })),
        })),
      };
    }),
  };
}

function placeOf({ file, range }: SourceLocation, root: string): PhysicalLocation {
  return { artifactLocation: artifact(file, root), region: region(range) };
}

function artifact(file: string, root: string): NonNullable<PhysicalLocation["artifactLocation"]> {
  const path = pathIn(root, file);
  if (path === file.replaceAll("\\", "/")) return { uri: pathToFileURL(file).href };
  return { uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: base };
}

function region({ start, end }: Range): Region {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
