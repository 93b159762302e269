import { componentNames } from "../../../components/description.ts";
import { findClosest, quoteList } from "../../../text/similarity.ts";
import { typescript, type ts } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import { importNames } from "../../edit/imports.ts";
import { removeElement } from "../../edit/object.ts";
import { daggrNames, daggrSpecifiers } from "../../model/daggr.ts";
import { removedStatement } from "../../edit/statement.ts";
import type { Edit, RuleDiagnostic, Rule } from "../rule.ts";
import { spanOf } from "../rule.ts";

export const wrongImport: Rule = {
  code: "wrong-import",
  severity: "error",
  summary: "What a workflow needs of `daggr` is imported from elsewhere, under another name, or not at all.",
  explanation:
    'Everything comes from `"daggr"` by its own name: `import { FnNode, GradioNode, Graph, gr } from "daggr"`. There is no ' +
    "default export. Components are members of `gr`.",
  wrong: `import { FunctionNode } from "daggr";`,
  right: `import { FnNode } from "daggr";`,
  *check(analysis) {
    const { file } = analysis;
    // What is imported wrongly has no types, so all that TypeScript says of its uses comes from that.
    const covers = [{ start: 0, end: file.getEnd() }];
    for (const problem of problems(analysis)) yield { ...problem, covers };
  },
};

function* problems(analysis: Analysis): Generator<RuleDiagnostic> {
  const { file, daggr } = analysis;
  const found: RuleDiagnostic[] = [];
  for (const statement of file.statements) {
    const clause = importClause(statement);
    if (clause === undefined) continue;
    const { specifier, declaration } = clause;
    if (specifier.text !== "daggr") {
      const isOther =
        isMeantFor(specifier.text, declaration) && !daggr.checker.getSymbolAtLocation(specifier);
      if (isOther) found.push(otherPackage(specifier, declaration));
    } else if (daggr.checker.getSymbolAtLocation(specifier)) {
      if (declaration.importClause?.name)
        found.push(defaultImport(declaration.importClause.name, declaration));
      found.push(...unknownNames(declaration, analysis));
    }
  }
  yield* found;
  if (found.length === 0) yield* notImported(analysis);
}

function importClause(statement: ts.Statement) {
  const compiler = typescript();
  if (!compiler.isImportDeclaration(statement) || !compiler.isStringLiteral(statement.moduleSpecifier))
    return undefined;
  return { declaration: statement, specifier: statement.moduleSpecifier };
}

/** Whether an import that leads nowhere is meant for daggr: by the package's name, or by all that is imported. */
function isMeantFor(specifier: string, { importClause: clause }: ts.ImportDeclaration): boolean {
  if (specifier.startsWith(".")) return false;
  const bindings = clause?.namedBindings;
  const names =
    bindings && typescript().isNamedImports(bindings)
      ? bindings.elements.map((one) => (one.propertyName ?? one.name).text)
      : [];
  if (/daggr/i.test(specifier)) return true;
  return (
    /gradio/i.test(specifier) &&
    [...names, clause?.name?.text].some((name) => name !== undefined && daggrNames.has(name))
  );
}

function otherPackage(specifier: ts.StringLiteral, declaration: ts.ImportDeclaration): RuleDiagnostic {
  const file = specifier.getSourceFile();
  const clause = declaration.importClause;
  const hasDaggr = [...daggrSpecifiers(file)].length > 0;
  const bindings = clause?.namedBindings;
  const elements = bindings && typescript().isNamedImports(bindings) ? bindings.elements : [];
  const names = [...(clause?.name ? [clause.name.text] : []), ...elements.map((one) => one.getText())];
  const isPlain = clause !== undefined && names.length > 0 && names.every((name) => daggrNames.has(name));
  // Beside an import of daggr it joins that one.
  const edits: readonly Edit[] =
    !hasDaggr && clause?.name === undefined
      ? [{ ...spanOf(specifier), text: `"daggr"` }]
      : !isPlain
        ? []
        : hasDaggr
          ? [...importNames(file, names), removedStatement(declaration)]
          : [{ ...spanOf(declaration), text: `import { ${names.join(", ")} } from "daggr";` }];
  return {
    at: spanOf(specifier),
    message: `The package is called 'daggr', not '${specifier.text}'. It needs no installation.`,
    fixes: edits.length > 0 ? [{ title: `Import from "daggr"`, edits, safe: true }] : [],
  };
}

/** `import daggr from "daggr"`, `import gr from "daggr"` */
function defaultImport(name: ts.Identifier, { importClause: clause }: ts.ImportDeclaration): RuleDiagnostic {
  const isOwn = daggrNames.has(name.text);
  const text = isOwn ? `{ ${name.text} }` : `* as ${name.text}`;
  const alone = clause?.namedBindings === undefined;
  return {
    at: spanOf(name),
    message: `daggr has no default export. Write 'import ${text} from "daggr"'.`,
    fixes: alone ? [{ title: `Import ${text}`, edits: [{ ...spanOf(name), text }], safe: true }] : [],
  };
}

/** What other libraries call what a workflow is made of. */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  FnNode: ["FunctionNode", "Function", "FuncNode", "PythonNode", "CodeNode", "TransformNode", "Fn"],
  GradioNode: ["SpaceNode", "Space", "Gradio", "GradioSpace", "GradioClientNode"],
  InferenceNode: ["ModelNode", "HFNode", "LLMNode", "InferenceClientNode", "HuggingFaceNode"],
  InputNode: ["InputsNode", "FormNode"],
  Graph: ["Workflow", "Pipeline", "Flow", "Dag", "DAG", "Daggr"],
  ChooseOne: ["Choose", "ChooseNode", "SelectNode"],
  Approve: ["Approval", "ApproveNode", "ApprovalNode", "HumanApproval"],
  TextInput: ["TextInputNode", "AskText"],
  ItemList: ["Items", "ListOutput"],
};

function* unknownNames(declaration: ts.ImportDeclaration, analysis: Analysis): Generator<RuleDiagnostic> {
  const compiler = typescript();
  const bindings = declaration.importClause?.namedBindings;
  if (bindings === undefined || !compiler.isNamedImports(bindings)) return;
  for (const element of bindings.elements) {
    const { text } = element.propertyName ?? element.name;
    if (analysis.daggr.exportName(element.name) !== undefined) continue;
    if (componentNames.some((name) => name === text)) yield component(element, bindings, analysis);
    else {
      const meant =
        Object.keys(otherWords).find((name) => otherWords[name]?.includes(text)) ??
        findClosest(text, [...daggrNames]);
      const edits = meant === undefined || element.propertyName ? [] : renamed(element.name, meant, analysis);
      const hint = meant === undefined ? `It has ${quoteList([...daggrNames])}.` : `Did you mean '${meant}'?`;
      yield {
        at: spanOf(element),
        message: `daggr has no '${text}'. ${hint}`,
        fixes: edits.length === 0 ? [] : [{ title: `Change '${text}' to '${meant}'`, edits, safe: false }],
      };
    }
  }
}

/** `import { Textbox } from "daggr"` */
function component(
  element: ts.ImportSpecifier,
  { elements }: ts.NamedImports,
  analysis: Analysis,
): RuleDiagnostic {
  const { name } = element;
  const hasGr = elements.some((one) => one.name.text === "gr");
  const place: Edit = hasGr ? removeElement(element, elements) : { ...spanOf(element), text: "gr" };
  const uses = usesOf(name, analysis).map((use) => ({ ...spanOf(use), text: `gr.${name.text}` }));
  return {
    at: spanOf(element),
    message: `'${name.text}' is a component, which daggr exports as 'gr.${name.text}'. Import gr.`,
    fixes: element.propertyName
      ? []
      : [{ title: `Change to 'gr.${name.text}'`, edits: [place, ...uses], safe: true }],
  };
}

function renamed(name: ts.Identifier, to: string, analysis: Analysis): readonly Edit[] {
  return [name, ...usesOf(name, analysis)].map((one) => ({ ...spanOf(one), text: to }));
}

function usesOf(name: ts.Identifier, { file, daggr: { checker } }: Analysis): readonly ts.Identifier[] {
  const compiler = typescript();
  const symbol = checker.getSymbolAtLocation(name);
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (
      compiler.isIdentifier(node) &&
      node !== name &&
      node.text === name.text &&
      checker.getSymbolAtLocation(node) === symbol
    )
      found.push(node);
    compiler.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Names of daggr that are used and stand for nothing. */
function* notImported({ file, daggr: { checker } }: Analysis): Generator<RuleDiagnostic> {
  const compiler = typescript();
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (
      compiler.isIdentifier(node) &&
      daggrNames.has(node.text) &&
      isUse(node) &&
      !checker.getSymbolAtLocation(node)
    )
      found.push(node);
    compiler.forEachChild(node, visit);
  };
  visit(file);
  const [first] = found;
  if (first === undefined) return;
  const names = [...new Set(found.map(({ text }) => text))];
  yield {
    at: spanOf(first),
    message: `${quoteList(names)} ${names.length === 1 ? "is" : "are"} not imported. Import ${names.length === 1 ? "it" : "them"} from "daggr".`,
    fixes: [{ title: `Import ${names.join(", ")}`, edits: importNames(file, names), safe: true }],
  };
}

/** `gr.Textbox`, `new Graph(…)`: where a name has to stand for something. */
function isUse(name: ts.Identifier): boolean {
  const compiler = typescript();
  const { parent } = name;
  return (
    (compiler.isPropertyAccessExpression(parent) ||
      compiler.isNewExpression(parent) ||
      compiler.isCallExpression(parent)) &&
    parent.expression === name
  );
}
