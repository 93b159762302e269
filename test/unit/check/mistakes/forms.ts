import { typescript } from "../../../../src/runtime/typescript.ts";
import { slip, type Maker } from "./writing.ts";

/** What people write who know Python, another library, or JavaScript's habits: components, outputs and ports in other forms. */
export const ofForms: Maker = function* (workflow) {
  const compiler = typescript();
  const { file } = workflow.analysis;
  for (const site of workflow.sites) {
    for (const entry of workflow.entries(site, "outputs")) {
      const component = workflow.component(entry);
      if (component === undefined) continue;
      const call = component.parent;
      yield workflow.instead("unknown-component", component.name, component.name.text.toLowerCase());
      if (compiler.isCallExpression(call))
        yield workflow.instead("invalid-output", call, component.getText());
    }
    for (const entry of [...workflow.entries(site, "inputs"), ...workflow.entries(site, "outputs")]) {
      const call = workflow.component(entry)?.parent;
      const [options] = call && compiler.isCallExpression(call) ? call.arguments : [];
      if (options === undefined || !compiler.isObjectLiteralExpression(options)) continue;
      for (const { name } of options.properties)
        if (name && name.getText().length > 4)
          yield workflow.instead("component-options", name, slip(name.getText()));
    }
    for (const entry of workflow.entries(site, "inputs")) {
      const port = workflow.wired(entry);
      if (port === undefined) continue;
      yield workflow.instead("port-as-text", port, `"${port.getText()}"`);
      yield workflow.behind("port-member", port, ".value");
    }
    const { expression, target, options } = site;
    if (expression.getSourceFile() !== file) continue;
    if (compiler.isNewExpression(expression)) {
      const start = expression.getStart();
      yield workflow.with("wrong-new", start, expression.expression.getStart(), "");
    }
    const [first] = options?.literal?.properties ?? [];
    if (target?.written === undefined || first === undefined) continue;
    const key = site.kind === "inference" ? "model" : "space";
    const text = `{ ${key}: "${target.value}", `;
    yield workflow.with("wrong-arguments", target.written.getStart(), first.getStart(), text);
  }
  for (const statement of file.statements)
    if (compiler.isImportDeclaration(statement) && statement.moduleSpecifier.getText() === '"daggr"')
      yield workflow.instead("wrong-import", statement.moduleSpecifier, '"@gradio/daggr"');
};
