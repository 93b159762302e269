import { typescript, type ts } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import type { Daggr } from "../../model/daggr.ts";
import { importNames } from "../../edit/imports.ts";
import type { Entry, NodeSite } from "../../model/model.ts";
import { bare } from "../../model/values.ts";
import { removal } from "../services/unknown-parameter.ts";
import { entryAndOption, type RuleDiagnostic, type RuleFix, type Rule, spanOf } from "../rule.ts";
import { functionSpan } from "../port-spans.ts";
import { isItemList, itemList } from "./item-list-input.ts";
import { requiredEntry } from "./required-input.ts";

export const undefinedInput: Rule = {
  code: "undefined-input",
  severity: "error",
  summary:
    "An input is `undefined`, a node instead of a port, an ItemList, or a component that was not made.",
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
    const ports = fittingFirst([...(daggr.portsOf(type)?.keys() ?? [])], type, entry, site, analysis);
    const text = node.getText();
    const [port] = ports;
    const example = `${text}.${port ?? "output"}`;
    return {
      ...common,
      covers: [...common.covers, ...functionSpan(site)],
      message: `Input '${name}' is a whole node. Give it one of the node's ports, as in '${example}'.`,
      fixes: ports.slice(0, 5).map((one) => ({
        title: `Change to '${text}.${one}'`,
        edits: [{ start: node.getEnd(), end: node.getEnd(), text: `.${one}` }],
        safe: ports.length === 1,
      })),
    };
  }
  if (site.kind === "human" && name === "options" && daggr.isComponent(type)) return choicesOf(entry, common);
  if (value !== undefined && isItemList(value, daggr)) return itemList(entry, value, site, analysis);
  const makes = makerOf(type, daggr);
  if (makes !== undefined) {
    const given = portGiven(node);
    if (given !== undefined)
      return {
        ...common,
        message: `Input '${name}' is a function that gives a port. Give the port itself: ${given.getText()}.`,
        fixes: [
          { title: "Give the port itself", edits: [{ ...spanOf(node), text: given.getText() }], safe: true },
        ],
      };
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

/** `options: gr.Radio({ choices: [ … ] })` of a ChooseOne, which shows them by itself. */
function choicesOf({ value }: Entry, common: Pick<RuleDiagnostic, "at" | "covers">): RuleDiagnostic {
  const compiler = typescript();
  const call = value && bare(value);
  const [given] = call && compiler.isCallExpression(call) ? call.arguments : [];
  const choices =
    given && compiler.isObjectLiteralExpression(given)
      ? given.properties.find((one) => one.name?.getText() === "choices")
      : undefined;
  const list = choices && compiler.isPropertyAssignment(choices) ? choices.initializer.getText() : undefined;
  return {
    ...common,
    message: "ChooseOne takes the list itself as 'options', or a port that carries one, not a component.",
    fixes: list ? [{ title: "Give the list itself", edits: [{ ...common.at, text: list }], safe: true }] : [],
  };
}

/** `() => painter.image` */
function portGiven(node: ts.Node): ts.Expression | undefined {
  const compiler = typescript();
  return compiler.isArrowFunction(node) && !compiler.isBlock(node.body) ? bare(node.body) : undefined;
}

/** The ports of a node that may be meant first: of the input's name, then of its type. */
function fittingFirst(
  ports: readonly string[],
  node: ts.Type,
  { name }: Entry,
  site: NodeSite,
  { daggr, calls, endpointTypes }: Analysis,
): readonly string[] {
  const call = calls.find((one) => one.site === site);
  const parameters = site.fn?.parameters;
  const expected =
    call !== undefined
      ? endpointTypes.parameter(call.space, call.endpoint.name, name)
      : parameters?.kind === "destructured" || parameters?.kind === "object"
        ? parameters.inputs?.get(name)?.type
        : undefined;
  const rank = (port: string) => {
    if (port === name) return 0;
    const symbol = daggr.portsOf(node)?.get(port);
    const carried = symbol && daggr.valueOf(daggr.checker.getTypeOfSymbol(symbol));
    return expected && carried && daggr.checker.isTypeAssignableTo(carried, expected) ? 1 : 2;
  };
  return [...ports].sort((a, b) => rank(a) - rank(b));
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
