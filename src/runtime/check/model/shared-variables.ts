import type { LinkedModules } from "../../compile/keys/linked-statements.ts";
import { SharedState, type SharedVariable } from "../../compile/keys/shared-state.ts";
import type { LinkedModule } from "../../compile/compile-workflow.ts";
import { readModule } from "../../compile/syntax/read-module.ts";
import { ModuleScope } from "../../compile/syntax/scope.ts";
import { typescript, type ts } from "../../typescript.ts";
import type { NodeSite } from "./model.ts";

/** What a node's function shares with others, as the engine finds it when it loads the file, but by the texts of a program. */
export function sharedVariables(program: ts.Program): (node: NodeSite) => readonly SharedVariable[] {
  const modules: LinkedModules = new Map(
    program.getSourceFiles().flatMap((file) => {
      const isOwn = !file.isDeclarationFile && !file.fileName.includes("/node_modules/");
      return isOwn && typescript().isExternalModule(file)
        ? [[file.fileName, linkedModule(program, file)] as const]
        : [];
    }),
  );
  const state = new SharedState(modules);
  return ({ expression }) => {
    const file = expression.getSourceFile();
    const place = file.getLineAndCharacterOfPosition(expression.getStart());
    const site = modules
      .get(file.fileName)
      ?.compiled.facts.sites.find(
        ({ certain, line, column }) => certain && line === place.line + 1 && column === place.character + 1,
      );
    return site ? state.of(file.fileName, site) : [];
  };
}

function linkedModule(program: ts.Program, file: ts.SourceFile): Pick<LinkedModule, "compiled" | "targets"> {
  const checker = program.getTypeChecker();
  const { plan: _plan, ...read } = readModule(new ModuleScope(file, checker));
  const paths = importedFiles(file, checker);
  const targets = read.requests.map(({ specifier }): LinkedModule["targets"][number] => {
    const path = paths.get(specifier);
    return path === undefined ? { kind: "builtin", id: specifier } : { kind: "local", path };
  });
  return { compiled: { key: file.fileName, facts: { format: "module", errors: [], ...read } }, targets };
}

/** By specifier. */
function importedFiles(file: ts.SourceFile, checker: ts.TypeChecker): ReadonlyMap<string, string> {
  const { isExportDeclaration, isImportDeclaration, isSourceFile, isStringLiteral } = typescript();
  const files = new Map<string, string>();
  for (const statement of file.statements) {
    if (!isImportDeclaration(statement) && !isExportDeclaration(statement)) continue;
    const { moduleSpecifier } = statement;
    if (!moduleSpecifier || !isStringLiteral(moduleSpecifier)) continue;
    const declaration = checker.getSymbolAtLocation(moduleSpecifier)?.valueDeclaration;
    if (declaration && isSourceFile(declaration)) files.set(moduleSpecifier.text, declaration.fileName);
  }
  return files;
}
