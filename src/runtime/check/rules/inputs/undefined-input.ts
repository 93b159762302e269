import { typescript, type ts } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import type { Daggr } from "../../model/daggr.ts";
import { importNames } from "../../edit/imports.ts";
import type { Entry, NodeSite } from "../../model/model.ts";
import { removal } from "../services/unknown-parameter.ts";
import { entryAndOption, type RuleDiagnostic, type RuleFix, type Rule, spanOf } from "../rule.ts";
import { requiredEntry } from "./required-input.ts";

export const undefinedInput: Rule = {
  code: "undefined-input",
  severity: "error",
  summary: "An input is `undefined`, a node instead of a port, or a component that was not made.",
  explanation:
    "An input is a component, a port, a fixed value or a function. `undefined` is refused, because in JavaScript a misspelt " +
    "port is `undefined`; `null` is a value. A whole node has to say which of its ports is meant, and `gr.Textbox` or " +
    "`port.all` without its parentheses is a function.",
  wrong: `new GradioNode("owner/speech", { apiName: "/say", inputs: { text: gr.Textbox } })`,
  right: `new GradioNode("owner/speech", { apiName: "/say", inputs: { text: gr.Textbox() } })`,
  *check(analysis) {
    for (const site of analysis.model.nodes)
      for (const entry of site.inputs?.entries.values() ?? []) {
        const problem = problemOf(entry, site, analysis);
        if (problem !== undefined) yield problem;
      }
  },
};

function problemOf(entry: Entry, site: NodeSite, analysis: Analysis): RuleDiagnostic | undefined {
  const { daggr, file } = analysis;
  const { type, value, name, key, optional } = entry;
  const node = value?.getSourceFile() === file ? value : key;
  const common = { at: spanOf(node), covers: entryAndOption(node === value ? key : node) };
  if (type.flags & typescript().TypeFlags.Undefined && !optional) {
    // Without it, another rule would ask for what was just removed.
    const needed = requiredEntry(site, name, analysis);
    return {
      ...common,
      message:
        needed === undefined
          ? `Input '${name}' is undefined. Give it a value, or leave it out.`
          : `Input '${name}' is undefined, but is needed. Give it a component, a port or a value.`,
      fixes: needed === undefined ? removal(entry) : replaced(entry, needed, file),
    };
  }
  if (daggr.isNode(type)) {
    const ports = [...(daggr.portsOf(type)?.keys() ?? [])];
    const text = node.getText();
    const [port] = ports;
    const example = `${text}.${port ?? "output"}`;
    return {
      ...common,
      message: `Input '${name}' is a whole node. Give it one of the node's ports, as in '${example}'.`,
      fixes: ports.slice(0, 5).map((one) => ({
        title: `Change to '${text}.${one}'`,
        edits: [{ start: node.getEnd(), end: node.getEnd(), text: `.${one}` }],
        safe: ports.length === 1,
      })),
    };
  }
  const makes = makerOf(type, daggr);
  if (makes !== undefined) {
    const text = node.getText();
    const isName = /^[\w$.]+$/.test(text);
    return {
      ...common,
      message: `Input '${name}' is a function that makes ${makes}. Call it${isName ? `, as in '${text}()'` : ""}.`,
      fixes: isName
        ? [
            {
              title: `Change to '${text}()'`,
              edits: [{ start: node.getEnd(), end: node.getEnd(), text: "()" }],
              safe: true,
            },
          ]
        : [],
    };
  }
  return undefined;
}

/** The entry with a component, to be filled in on the canvas. */
function replaced({ written }: Entry, code: string, file: ts.SourceFile): readonly RuleFix[] {
  if (written?.getSourceFile() !== file) return [];
  const component = /gr\.\w+/.exec(code)?.[0] ?? "a component";
  const edits = [...importNames(file, ["gr"]), { ...spanOf(written), text: code }];
  return [{ title: `Change to '${component}(…)'`, edits, safe: false }];
}

/** What a function makes that has to be called where it is written: `gr.Textbox`, `port.all`. */
function makerOf(type: ts.Type, daggr: Daggr): string | undefined {
  const made = type.getCallSignatures()[0]?.getReturnType();
  if (made === undefined) return undefined;
  if (daggr.isComponent(made)) return "a component";
  return daggr.isPort(made) ? "a port" : undefined;
}
