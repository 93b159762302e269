import { typescript, type ts } from "../../../typescript.ts";
import type { GraphSite } from "../../model/model.ts";
import { statementOf } from "../../model/scopes.ts";
import { type RuleFix, type Rule, spanOf } from "../rule.ts";

export const unexportedGraph: Rule = {
  code: "unexported-graph",
  severity: "error",
  looksForUses: true,
  summary: "A graph is made but not exported, so nobody finds it.",
  explanation:
    "The canvas and the terminal show what the file exports: `export default new Graph(…)`, or any number of graphs under " +
    "names. A file that exports another graph gets a warning only.",
  wrong: `const graph = new Graph({ name: "Speech", nodes: [] });`,
  right: `export default new Graph({ name: "Speech", nodes: [] });`,
  *check({ model, file }) {
    const others = model.graphs.some(({ exported }) => exported !== "no");
    const hasDefault = file.statements.some((one) => typescript().isExportAssignment(one));
    for (const graph of model.graphs) {
      if (graph.exported !== "no" || graph.repeated) continue;
      const name = graph.name ? ` '${graph.name.value}'` : "";
      yield {
        at: spanOf(graph.variable ?? graph.expression.expression),
        message: `The graph${name} is not exported, so the canvas and 'daggr run' cannot find it. Export it, as in 'export default new Graph(…)'.`,
        severity: others ? "warning" : "error",
        fixes: fix(graph, hasDefault),
      };
    }
  },
};

function fix({ expression, variable }: GraphSite, hasDefault: boolean): readonly RuleFix[] {
  const compiler = typescript();
  const statement: ts.Node = statementOf(expression);
  const isModule =
    compiler.isExternalModule(statement.getSourceFile()) &&
    !statement.getSourceFile().text.includes("module.exports");
  if (!compiler.isSourceFile(statement.parent) || !isModule) return [];
  const start = statement.getStart();
  const text = variable ? "export " : hasDefault ? "export const graph = " : "export default ";
  return [{ title: "Export the graph", edits: [{ start, end: start, text }], safe: true }];
}
