import { type ts, typescript } from "../../typescript.ts";

/**
 * The names that a function destructures from its one parameter, without a default, and that its type lets one leave out: by a
 * question mark or by `undefined`. Types are gone when the workflow runs, so emitted code keeps them as defaults.
 */
export function optionalInputs(fn: ts.SignatureDeclaration): ReadonlySet<ts.BindingElement> {
  const ts = typescript();
  const [parameter] = fn.parameters;
  const none = new Set<ts.BindingElement>();
  if (parameter === undefined || !ts.isObjectBindingPattern(parameter.name)) return none;
  const type = typeOf(fn, parameter);
  if (type === undefined) return none;
  return new Set(
    parameter.name.elements.filter(({ name, propertyName, initializer, dotDotDotToken }) => {
      const key = propertyName ?? name;
      if (initializer ?? dotDotDotToken) return false;
      if (!ts.isIdentifier(key) && !ts.isStringLiteralLike(key)) return false;
      return new Types(fn.getSourceFile()).mayBeLeftOut(type, key.text) ?? false;
    }),
  );
}

function typeOf(fn: ts.SignatureDeclaration, parameter: ts.ParameterDeclaration): ts.TypeNode | undefined {
  const ts = typescript();
  const own = parameter.type ?? ts.getJSDocType(parameter);
  if (own !== undefined || !ts.isVariableDeclaration(fn.parent)) return own;
  const { type } = fn.parent;
  const target = type && ts.isTypeReferenceNode(type) ? new Types(fn.getSourceFile()).named(type) : type;
  const signature = target && ts.isTypeAliasDeclaration(target) ? target.type : target;
  return signature && ts.isFunctionTypeNode(signature) ? signature.parameters[0]?.type : undefined;
}

type Declared = ts.TypeAliasDeclaration | ts.InterfaceDeclaration;

/** What the types of one module say by themselves, without those that they import. */
class Types {
  /** Of types that refer to themselves. */
  readonly #seen = new Set<ts.Node>();

  constructor(private readonly source: ts.SourceFile) {}

  /** Undefined where the type has no such property. A type that is not known here is taken for one that does not insist. */
  mayBeLeftOut(type: ts.TypeNode, name: string): boolean | undefined {
    const ts = typescript();
    if (this.#seen.has(type)) return undefined;
    this.#seen.add(type);
    if (ts.isParenthesizedTypeNode(type)) return this.mayBeLeftOut(type.type, name);
    if (ts.isTypeLiteralNode(type)) return this.#inMembers(type.members, name);
    if (ts.isIntersectionTypeNode(type)) return this.#inAll(type.types, name);
    if (ts.isTypeReferenceNode(type)) return this.#inReference(type, name);
    return type.kind === ts.SyntaxKind.AnyKeyword ? undefined : true;
  }

  #inMembers(members: ts.NodeArray<ts.TypeElement>, name: string): boolean | undefined {
    const ts = typescript();
    const member = members.find((one) => one.name !== undefined && nameOf(one.name) === name);
    if (member === undefined) return undefined;
    if (member.questionToken) return true;
    return ts.isPropertySignature(member) && member.type !== undefined && this.#takesUndefined(member.type);
  }

  /** What one of several types insists on is needed. */
  #inAll(types: readonly ts.TypeNode[], name: string): boolean | undefined {
    const found = types.flatMap((one) => this.mayBeLeftOut(one, name) ?? []);
    return found.length === 0 ? undefined : found.every(Boolean);
  }

  #inReference(type: ts.TypeReferenceNode, name: string): boolean | undefined {
    const declared = this.named(type);
    if (declared !== undefined) return this.#inDeclared(declared, name);
    const [inner] = type.typeArguments ?? [];
    const generic = type.typeName.getText(this.source);
    if (inner !== undefined && ["Readonly", "Pick", "Omit"].includes(generic))
      return this.mayBeLeftOut(inner, name);
    return generic !== "Required" && generic !== "Record";
  }

  #inDeclared(declared: Declared, name: string): boolean | undefined {
    const ts = typescript();
    if (ts.isTypeAliasDeclaration(declared)) return this.mayBeLeftOut(declared.type, name);
    const own = this.#inMembers(declared.members, name);
    if (own !== undefined || this.#seen.has(declared)) return own;
    this.#seen.add(declared);
    const bases = declared.heritageClauses?.flatMap(({ types }) => [...types]) ?? [];
    const found = bases.flatMap(({ expression }) => {
      const base = ts.isIdentifier(expression) ? this.#declared(expression.text) : undefined;
      return base === undefined ? [true] : (this.#inDeclared(base, name) ?? []);
    });
    return found.length === 0 ? undefined : found.every(Boolean);
  }

  #takesUndefined(type: ts.TypeNode): boolean {
    const ts = typescript();
    if (type.kind === ts.SyntaxKind.UndefinedKeyword) return true;
    if (ts.isParenthesizedTypeNode(type)) return this.#takesUndefined(type.type);
    if (ts.isUnionTypeNode(type)) return type.types.some((one) => this.#takesUndefined(one));
    if (!ts.isTypeReferenceNode(type) || this.#seen.has(type)) return false;
    this.#seen.add(type);
    const declared = this.named(type);
    return (
      declared !== undefined && ts.isTypeAliasDeclaration(declared) && this.#takesUndefined(declared.type)
    );
  }

  named({ typeName }: ts.TypeReferenceNode): Declared | undefined {
    return typescript().isIdentifier(typeName) ? this.#declared(typeName.text) : undefined;
  }

  #declared(name: string): Declared | undefined {
    const ts = typescript();
    return this.source.statements.find(
      (one): one is Declared =>
        (ts.isTypeAliasDeclaration(one) || ts.isInterfaceDeclaration(one)) && one.name.text === name,
    );
  }
}

function nameOf(name: ts.PropertyName): string | undefined {
  const ts = typescript();
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}
