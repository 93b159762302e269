import { typescript, type ts } from "../../../typescript.ts";
import type { GraphSite } from "../../model/model.ts";
import { statementOf } from "../../model/scopes.ts";
import { removedStatement } from "../../edit/statement.ts";
import { bare } from "../../model/values.ts";
import { type RuleDiagnostic, type RuleFix, type Rule, spanOf } from "../rule.ts";

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
      if (graph.repeated) continue;
      const launched = launchOf(graph, file);
      if (launched !== undefined) {
        yield launch(graph, launched);
        continue;
      }
      if (graph.exported !== "no") continue;
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

/** `graph.launch();` as in Python. */
function launchOf({ variable }: GraphSite, file: ts.SourceFile): ts.ExpressionStatement | undefined {
  const compiler = typescript();
  return file.statements.find((statement): statement is ts.ExpressionStatement => {
    if (variable === undefined || !compiler.isExpressionStatement(statement)) return false;
    const call = bare(statement.expression);
    if (!compiler.isCallExpression(call) || !compiler.isPropertyAccessExpression(call.expression))
      return false;
    const { expression, name } = call.expression;
    return /^(launch|run|start|serve|execute)$/.test(name.text) && expression.getText() === variable.text;
  });
}

function launch({ exported, variable }: GraphSite, statement: ts.ExpressionStatement): RuleDiagnostic {
  const isExported = exported === "yes";
  const text = `export default ${variable?.text};`;
  return {
    at: spanOf(statement.expression),
    message:
      "A workflow file does not run its graph: the canvas, 'daggr run' and 'daggr FILE' do. " +
      (isExported ? "Leave this call out." : "Export the graph instead."),
    fixes: [
      isExported
        ? { title: "Remove the call", edits: [removedStatement(statement)], safe: true }
        : { title: "Export the graph instead", edits: [{ ...spanOf(statement), text }], safe: true },
    ],
    covers: [spanOf(statement)],
  };
}

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
