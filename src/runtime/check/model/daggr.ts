import { typescript, type ts } from "../../typescript.ts";

/** The exports of `daggr` that make nodes, and the kind each makes. */
const makers = {
  GradioNode: "gradio",
  FnNode: "fn",
  InferenceNode: "inference",
  InputNode: "input",
  ChooseOne: "human",
  Approve: "human",
  TextInput: "human",
} as const;

/** What a workflow file imports from `daggr`, types apart. */
export const daggrNames: ReadonlySet<string> = new Set([...Object.keys(makers), "Graph", "ItemList", "gr"]);

export type MakerName = keyof typeof makers;
export type SiteKind = (typeof makers)[MakerName] | "choice";

/**
 * What the type checker says about daggr's own types. Nodes and ports are known by their shape, never by where they were
 * declared, so re-exports, helpers and a `daggr` of the workspace's own are all the same.
 */
export class Daggr {
  readonly #exports = new Map<ts.Symbol, string>();

  constructor(
    readonly checker: ts.TypeChecker,
    program: ts.Program,
    file: ts.SourceFile,
  ) {
    const module = this.#module(file) ?? this.#moduleOfOthers(program);
    for (const symbol of module === undefined ? [] : checker.getExportsOfModule(module))
      this.#exports.set(this.resolved(symbol), symbol.name);
  }

  /** Follows imports and re-exports. */
  resolved(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & typescript().SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** The name under which `daggr` exports what an expression refers to. */
  exportName(expression: ts.Expression): string | undefined {
    const symbol = this.checker.getSymbolAtLocation(expression);
    return symbol && this.#exports.get(this.resolved(symbol));
  }

  makerKind(expression: ts.NewExpression): Exclude<SiteKind, "choice"> | undefined {
    const name = this.exportName(expression.expression);
    return name !== undefined && Object.hasOwn(makers, name) ? makers[name as MakerName] : undefined;
  }

  /** The options that a constructor takes in one of its arguments. */
  optionNames({ expression }: ts.NewExpression, place: number): readonly string[] {
    const [signature] = this.checker.getTypeAtLocation(expression).getConstructSignatures();
    const parameter = signature?.parameters[place];
    const type = parameter && this.checker.getNonNullableType(this.checker.getTypeOfSymbol(parameter));
    if (type === undefined || isOpen(type)) return [];
    return this.checker.getPropertiesOfType(this.checker.getApparentType(type)).map(({ name }) => name);
  }

  isNode(type: ts.Type): boolean {
    return ["outputs", "test", "or"].every((name) => type.getProperty(name) !== undefined);
  }

  isPort(type: ts.Type): boolean {
    return this.#branded(type, "value") !== undefined && this.#branded(type, "depth") !== undefined;
  }

  isComponent(type: ts.Type): boolean {
    return this.#branded(type, "value") !== undefined && this.#branded(type, "depth") === undefined;
  }

  /** The type of the value that a port or a component carries. */
  valueOf(type: ts.Type): ts.Type | undefined {
    const symbol = this.#branded(type, "value");
    return symbol && this.checker.getTypeOfSymbol(symbol);
  }

  /** How many levels a port is scattered. */
  depthOf(type: ts.Type): number | undefined {
    const symbol = this.#branded(type, "depth");
    const depth = symbol && this.checker.getTypeOfSymbol(symbol);
    return depth && this.checker.isTupleType(depth)
      ? this.checker.getTypeArguments(depth as ts.TypeReference).length
      : undefined;
  }

  /** The output ports of a node's type by name; undefined where they are not known. */
  portsOf(node: ts.Type): ReadonlyMap<string, ts.Symbol> | undefined {
    const outputs = node.getProperty("outputs");
    const type = outputs && this.checker.getTypeOfSymbol(outputs);
    if (type === undefined || isOpen(type)) return undefined;
    return new Map(this.checker.getPropertiesOfType(type).map((symbol) => [symbol.name, symbol]));
  }

  /** Type names in messages: short, without what makes them strict inside. */
  text(type: ts.Type): string {
    const { TypeFormatFlags } = typescript();
    const flags = TypeFormatFlags.NoTruncation | TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;
    const text = this.checker.typeToString(this.checker.getBaseTypeOfLiteralType(type), undefined, flags);
    return text.length > 120 ? `${text.slice(0, 117)}…` : text;
  }

  #branded(type: ts.Type, brand: "value" | "depth"): ts.Symbol | undefined {
    if (type.flags & typescript().TypeFlags.Any) return undefined;
    return this.checker
      .getPropertiesOfType(type)
      .find((symbol) => symbol.escapedName.toString().startsWith(`__@${brand}@`));
  }

  #moduleOfOthers(program: ts.Program): ts.Symbol | undefined {
    for (const file of program.getSourceFiles()) {
      if (file.isDeclarationFile) continue;
      const module = this.#module(file);
      if (module !== undefined) return module;
    }
    return undefined;
  }

  #module(file: ts.SourceFile): ts.Symbol | undefined {
    for (const specifier of daggrSpecifiers(file)) {
      const symbol = this.checker.getSymbolAtLocation(specifier);
      if (symbol !== undefined) return symbol;
    }
    return undefined;
  }
}

/** Whether properties may exist that the type does not name. */
export function isOpen(type: ts.Type): boolean {
  const { TypeFlags } = typescript();
  const unclear = TypeFlags.Any | TypeFlags.Unknown | TypeFlags.TypeParameter | TypeFlags.Never;
  return (type.flags & unclear) !== 0 || type.getStringIndexType() !== undefined;
}

/** `"daggr"` in every import, re-export and require of a file. */
export function* daggrSpecifiers(file: ts.SourceFile): Generator<ts.StringLiteral> {
  const compiler = typescript();
  for (const statement of file.statements) {
    if (!compiler.isImportDeclaration(statement) && !compiler.isExportDeclaration(statement)) continue;
    const { moduleSpecifier } = statement;
    if (moduleSpecifier && compiler.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === "daggr")
      yield moduleSpecifier;
  }
  if (file.flags & compiler.NodeFlags.JavaScriptFile) yield* required(file);
}

function* required(node: ts.Node): Generator<ts.StringLiteral> {
  const compiler = typescript();
  for (const child of node.getChildren()) {
    if (compiler.isCallExpression(child) && child.expression.getText() === "require") {
      const [name] = child.arguments;
      if (name && compiler.isStringLiteral(name) && name.text === "daggr") yield name;
    } else if (!compiler.isFunctionLike(child)) yield* required(child);
  }
}
