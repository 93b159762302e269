import { statementOf } from "../../../../src/runtime/check/model/scopes.ts";
import { shortName } from "../../../../src/runtime/check/model/names.ts";
import { typescript, type ts } from "../../../../src/runtime/typescript.ts";
import { mutations } from "../mutations.ts";
import { slip, type Maker } from "./writing.ts";

/** Names that are misspelt where a workflow uses them. */
export const ofNames: Maker = function* (workflow) {
  const { analysis } = workflow;
  for (const {
    rules: [rule = ""],
    code,
  } of mutations(analysis))
    yield { rule, code };
  for (const site of workflow.sites)
    for (const [name, { written }] of site.options?.entries ?? []) {
      const key = written?.name;
      if (key?.getSourceFile() === analysis.file && name.length > 3 && key.getText() === name)
        yield workflow.instead("unknown-option", key, name.slice(0, -1));
    }
};

/** Functions that take or give something else than the node says. */
export const ofFunctions: Maker = function* (workflow) {
  for (const site of workflow.sites) {
    const { fn } = site;
    if (fn === undefined) continue;
    const inputs = workflow.entries(site, "inputs");
    const outputs = workflow.entries(site, "outputs");
    const pattern = fn.declaration?.parameters[0];
    if (fn.parameters.kind === "destructured" && pattern?.getSourceFile() === workflow.analysis.file) {
      const facts = fn.parameters.inputs;
      const names = [...facts.keys()].join(", ");
      const plain = pattern.name.getText().replaceAll(/[\s{}]+/g, "") === names.replaceAll(" ", "");
      if (plain && names !== "" && !pattern.type)
        yield workflow.instead("positional-function", pattern, names);
      const last = inputs.at(-1);
      if (last && facts.get(last.name)?.optional === false && !workflow.isWired(last))
        yield workflow.without(
          "missing-input",
          inputs.map(({ written }) => written!),
          last.written!,
        );
    }
    for (const entry of outputs) {
      const component = workflow.component(entry);
      if (component && /^(Textbox|Audio|Image|Video)$/.test(component.name.text))
        yield workflow.instead("wrong-return", component.name, "Number");
    }
    const key = outputs.at(-1)?.written?.name;
    if (key && outputs.length > 1) yield workflow.instead("wrong-return", key, slip(key.getText()));
  }
};

/** Wires that lead from something else than a port, or from a list that is none. */
export const ofWires: Maker = function* (workflow) {
  const { daggr } = workflow.analysis;
  for (const site of workflow.sites)
    for (const entry of workflow.entries(site, "inputs")) {
      const port = workflow.wired(entry);
      if (port === undefined) continue;
      const { expression: node } = port;
      const [first] = daggr.portsOf(daggr.checker.getTypeAtLocation(node))?.keys() ?? [];
      // Of several ports the first is what a whole node most likely means.
      if (port.name.text === first) yield workflow.instead("undefined-input", port, node.getText());
      const carried = daggr.valueOf(entry.type);
      if (carried === undefined || !/^(string|number|\w+File)$/.test(daggr.text(carried))) continue;
      yield workflow.behind("scatter-no-list", port, ".each");
      if (daggr.depthOf(entry.type) === 0) yield workflow.behind("gather-not-scattered", port, ".all()");
    }
};

/** What is wrong with the graph, and with the file as a module. */
export const ofGraphs: Maker = function* (workflow) {
  const { analysis } = workflow;
  const { file, model } = analysis;
  const compiler = typescript();
  for (const { expression, list, complete } of model.graphs) {
    const statement: ts.Node = statementOf(expression);
    const start = statement.getStart();
    const exported = /^export (default )?/.exec(statement.getText())?.[0];
    if (exported !== undefined) yield workflow.with("unexported-graph", start, start + exported.length, "");
    const elements = list?.elements ?? [];
    for (const element of elements)
      if (
        complete &&
        elements.length > 1 &&
        file.text.match(new RegExp(`\\b${element.getText()}\\b`, "g"))?.length === 2
      )
        yield workflow.without("unused-node", elements, element);
  }
  const named = workflow.sites.filter(({ name, repeated }) => name.from === "option" && !repeated);
  for (const { name, kind, target } of named) {
    const other = named.find((one) => one.name.value !== name.value && one.name.node.pos < name.node.pos);
    // Other names than that of the Space or model are written nowhere else.
    if (other?.name.value !== undefined && name.value === shortName(kind, target?.value, ""))
      yield* workflow.literal("duplicate-name", name.node, () => other.name.value!);
  }
  for (const statement of file.statements) {
    if (!compiler.isImportDeclaration(statement)) continue;
    const names = /^import (\{[\w\s,]+\}) from "daggr";$/.exec(statement.getText())?.[1];
    if (names !== undefined && !/\btype\b/.test(names))
      yield workflow.instead("commonjs", statement, `const ${names} = require("daggr");`);
  }
};
