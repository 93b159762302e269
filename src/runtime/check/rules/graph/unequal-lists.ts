import { typescript, type ts } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import type { Entry } from "../../model/model.ts";
import { joinedPort } from "../../model/ports.ts";
import { type Rule, spanOf } from "../rule.ts";
import { nodeText } from "../names/unknown-port.ts";

export const unequalLists: Rule = {
  code: "unequal-lists",
  severity: "error",
  summary: "Two lists of different lengths are gone through together.",
  explanation:
    "Inputs that scatter different lists take their items in step, so the lists have to be equally long. It is found where " +
    "types tell the lengths; otherwise the run says it. Gather one of them with `all()` to give it whole to each item.",
  wrong: `const lines = new FnNode(() => ["a", "b"] as const);
const voices = new FnNode(() => ["x", "y", "z"] as const);
new FnNode(({ line, voice }) => line + voice, { inputs: { line: lines.output.each, voice: voices.output.each } });`,
  right: `const lines = new FnNode(() => ["a", "b"] as const);
const voices = new FnNode(() => ["x", "y"] as const);
new FnNode(({ line, voice }) => line + voice, { inputs: { line: lines.output.each, voice: voices.output.each } });`,
  *check(analysis) {
    for (const { inputs } of analysis.model.nodes) {
      const lists = [...(inputs?.entries.values() ?? [])].flatMap((entry) => listOf(entry, analysis) ?? []);
      const [first, ...others] = lists;
      for (const other of others) {
        if (first === undefined || other.length === first.length) continue;
        yield {
          at: spanOf(other.entry.value ?? other.entry.key),
          message: `'${other.text}' has ${other.length} item${other.length === 1 ? "" : "s"} and '${first.text}' has ${first.length}, but a node goes through both together. Make the lists equally long, or gather one of them by all().`,
          related: [{ node: first.entry.key, message: `'${first.text}' is scattered here.` }],
        };
      }
    }
  },
};

interface KnownList {
  readonly entry: Entry;
  readonly text: string;
  readonly length: number;
}

/** A scattered port whose list has a known length: its type is a tuple. */
function listOf(entry: Entry, analysis: Analysis): KnownList | undefined {
  const { daggr, values, file } = analysis;
  const joined = entry.value?.getSourceFile() === file ? joinedPort(entry.value, values) : undefined;
  if (joined?.each === undefined || joined.all !== undefined) return undefined;
  const port = daggr.portsOf(joined.use.ownerType)?.get(joined.use.port);
  const type = port && daggr.checker.getTypeOfSymbol(port);
  // Of a node that is itself scattered there is a list per item.
  if (type === undefined || daggr.depthOf(type) !== 0) return undefined;
  const carried = daggr.valueOf(type);
  const length = carried && fixedLength(carried, daggr.checker);
  return length === undefined
    ? undefined
    : { entry, text: `${nodeText(joined.use.owner, analysis)}.${joined.use.port}`, length };
}

function fixedLength(type: ts.Type, checker: ts.TypeChecker): number | undefined {
  if (!checker.isTupleType(type)) return undefined;
  const { target } = type as ts.TupleTypeReference;
  const { Required } = typescript().ElementFlags;
  return target.elementFlags.every((flags) => flags === Required) ? target.elementFlags.length : undefined;
}
