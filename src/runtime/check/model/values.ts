import { typescript, type ts } from "../../typescript.ts";
import { type Daggr, isOpen } from "./daggr.ts";

/** A text that an expression certainly is, and where it is written. */
export interface Literal {
  readonly value: string;
  /** The expression that has this value: a literal or a variable. */
  readonly node: ts.Expression;
  /** The literal itself where it stands in the same file: what a fix replaces. */
  readonly written?: ts.StringLiteralLike;
}

/** What is known about an object before it exists. */
export interface Shape {
  readonly expression: ts.Expression;
  readonly entries: ReadonlyMap<string, Entry>;
  /** False where it may have entries that the types do not name, or one that is not yet typed out. */
  readonly closed: boolean;
  /** A key of it is being typed. */
  readonly unfinished?: boolean;
  /** Where a further entry can be written. */
  readonly literal?: ts.ObjectLiteralExpression;
}

export interface Entry {
  readonly name: string;
  /** What a problem of the entry points at: its key, or the object where the entry stands elsewhere. */
  readonly key: ts.Node;
  /** The property that writes it, where it stands in this file. */
  readonly written?: ts.ObjectLiteralElementLike;
  readonly value?: ts.Expression;
  readonly type: ts.Type;
  /** It may be absent: it comes from one branch of a condition. */
  readonly optional: boolean;
}

/** Without parentheses, `as`, `satisfies`, `!` and `await`. */
export function bare(expression: ts.Expression): ts.Expression {
  const compiler = typescript();
  let inner = expression;
  for (;;) {
    if (
      compiler.isParenthesizedExpression(inner) ||
      compiler.isAsExpression(inner) ||
      compiler.isSatisfiesExpression(inner) ||
      compiler.isNonNullExpression(inner) ||
      compiler.isTypeAssertionExpression(inner) ||
      compiler.isAwaitExpression(inner)
    )
      inner = inner.expression;
    else return inner;
  }
}

/** Follows names to what was written for them, as far as that is certain. */
export class Values {
  constructor(
    readonly daggr: Daggr,
    readonly file: ts.SourceFile,
  ) {}

  /** The symbol a name refers to, imports followed. */
  symbolOf(node: ts.Node): ts.Symbol | undefined {
    const { checker } = this.daggr;
    const compiler = typescript();
    const symbol =
      compiler.isIdentifier(node) && compiler.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node);
    return symbol && this.daggr.resolved(symbol);
  }

  /** What a name stands for: the initialiser of a constant, the value of a property. */
  written(expression: ts.Expression): ts.Expression | undefined {
    const compiler = typescript();
    const inner = bare(expression);
    if (!compiler.isIdentifier(inner) && !compiler.isPropertyAccessExpression(inner)) return undefined;
    const name = compiler.isIdentifier(inner) ? inner : inner.name;
    const declaration = this.symbolOf(name)?.valueDeclaration;
    return declaration && this.#initializer(declaration);
  }

  literalOf(expression: ts.Expression): Literal | undefined {
    const type = this.daggr.checker.getTypeAtLocation(expression);
    if (!type.isStringLiteral()) return undefined;
    const written = this.#literalNode(expression);
    return { value: type.value, node: expression, ...(written && { written }) };
  }

  shapeOf(expression: ts.Expression): Shape {
    const plain = plainProperties(expression);
    if (plain !== undefined) return this.#plainShape(expression, plain);
    const { checker } = this.daggr;
    const type = checker.getTypeAtLocation(expression);
    const parts = (type.isUnion() ? type.types : [type]).filter((part) => !isNothing(part));
    const entries = new Map<string, Entry>();
    let unfinished = false;
    for (const part of parts) {
      for (const symbol of checker.getPropertiesOfType(part)) {
        if (this.#isUnfinished(symbol.valueDeclaration)) {
          unfinished = true;
          continue;
        }
        const known = entries.get(symbol.name);
        const everywhere = parts.every((other) => other.getProperty(symbol.name) !== undefined);
        const entry = this.#entry(symbol, expression, !everywhere);
        if (known === undefined) entries.set(symbol.name, entry);
      }
    }
    const literal = this.#objectLiteral(expression);
    const closed = !unfinished && parts.every((part) => isClosed(part)) && parts.length > 0;
    return { expression, entries, closed, unfinished, ...(literal && { literal }) };
  }

  /** An object written out says its names itself: asking for its type would check every value in it once more. */
  #plainShape(expression: ts.Expression, properties: readonly PlainProperty[]): Shape {
    const entries = new Map<string, Entry>();
    const finished = properties.filter((property) => !this.#isUnfinished(property));
    for (const property of finished) {
      const { text: name } = property.name;
      if (!entries.has(name))
        entries.set(name, this.#writtenEntry(property, { name, optional: false }, expression));
    }
    const literal = this.#objectLiteral(expression);
    const unfinished = finished.length < properties.length;
    return { expression, entries, closed: !unfinished, unfinished, ...(literal && { literal }) };
  }

  /** A name without a value that stands for nothing, as a key is while it is typed: TypeScript says what it lacks. */
  #isUnfinished(property: ts.Declaration | undefined): boolean {
    return (
      property !== undefined &&
      typescript().isShorthandPropertyAssignment(property) &&
      this.daggr.checker.getShorthandAssignmentValueSymbol(property) === undefined
    );
  }

  #entry(symbol: ts.Symbol, whole: ts.Expression, optional: boolean): Entry {
    const compiler = typescript();
    const { checker } = this.daggr;
    const declared = symbol.valueDeclaration ?? symbol.declarations?.[0];
    const maybe = optional || (symbol.flags & compiler.SymbolFlags.Optional) !== 0;
    const common = { name: symbol.name, optional: maybe };
    const type = () => checker.getTypeOfSymbolAtLocation(symbol, whole);
    return declared === undefined || !compiler.isObjectLiteralElementLike(declared)
      ? { ...common, key: whole, type: type() }
      : this.#writtenEntry(declared, common, whole, type);
  }

  /** `otherwise` is its type where no value is written: a method, an accessor. */
  #writtenEntry(
    written: ts.ObjectLiteralElementLike,
    common: Pick<Entry, "name" | "optional">,
    whole: ts.Expression,
    otherwise?: () => ts.Type,
  ): Entry {
    const { checker } = this.daggr;
    const value = propertyValue(written);
    const here = written.getSourceFile() === this.file;
    let type: ts.Type | undefined;
    return {
      ...common,
      // The property's own type is widened, its expression's is not: a choice stays one of the words. Few are ever asked for.
      get type() {
        type ??= value === undefined && otherwise ? otherwise() : checker.getTypeAtLocation(value ?? written);
        return type;
      },
      key: here ? (written.name ?? written) : whole,
      ...(here && { written }),
      ...(value && { value }),
    };
  }

  #objectLiteral(expression: ts.Expression): ts.ObjectLiteralExpression | undefined {
    const inner = bare(expression);
    if (typescript().isObjectLiteralExpression(inner)) return inner;
    const written = this.written(inner);
    const literal = written && this.#objectLiteral(written);
    return literal?.getSourceFile() === this.file ? literal : undefined;
  }

  #literalNode(expression: ts.Expression): ts.StringLiteralLike | undefined {
    const inner = bare(expression);
    if (typescript().isStringLiteralLike(inner))
      return inner.getSourceFile() === this.file ? inner : undefined;
    const written = this.written(inner);
    return written && this.#literalNode(written);
  }

  #initializer(declaration: ts.Declaration): ts.Expression | undefined {
    const compiler = typescript();
    if (compiler.isVariableDeclaration(declaration))
      return compiler.getCombinedNodeFlags(declaration) & compiler.NodeFlags.Const
        ? declaration.initializer
        : undefined;
    if (compiler.isExportAssignment(declaration)) return declaration.expression;
    if (compiler.isObjectLiteralElementLike(declaration)) return propertyValue(declaration);
    if (compiler.isBindingElement(declaration)) return this.#destructured(declaration);
    return undefined;
  }

  /** The value behind a name in `const { painter } = nodes`. */
  #destructured(element: ts.BindingElement): ts.Expression | undefined {
    const compiler = typescript();
    const name = element.propertyName ?? element.name;
    if (!compiler.isObjectBindingPattern(element.parent) || !compiler.isIdentifier(name)) return undefined;
    const { checker } = this.daggr;
    const property = checker.getTypeAtLocation(element.parent).getProperty(name.text);
    const declaration = property?.valueDeclaration;
    return declaration && compiler.isObjectLiteralElementLike(declaration)
      ? propertyValue(declaration)
      : undefined;
  }
}

type PlainProperty = (ts.PropertyAssignment | ts.ShorthandPropertyAssignment) & {
  readonly name: ts.Identifier | ts.StringLiteralLike;
};

/** The properties of an object that is written out, without spreads, computed names, methods and accessors. */
function plainProperties(expression: ts.Expression): readonly PlainProperty[] | undefined {
  const compiler = typescript();
  const isPlain = (property: ts.ObjectLiteralElementLike): property is PlainProperty =>
    (compiler.isPropertyAssignment(property) || compiler.isShorthandPropertyAssignment(property)) &&
    (compiler.isIdentifier(property.name) || compiler.isStringLiteralLike(property.name));
  if (!compiler.isObjectLiteralExpression(expression)) return undefined;
  const { properties } = expression;
  return properties.every(isPlain)
    ? (properties as readonly ts.Node[] as readonly PlainProperty[])
    : undefined;
}

function propertyValue(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  const compiler = typescript();
  if (compiler.isPropertyAssignment(property)) return property.initializer;
  if (compiler.isShorthandPropertyAssignment(property)) return property.name;
  return undefined;
}

function isNothing(type: ts.Type): boolean {
  const { TypeFlags } = typescript();
  return (type.flags & (TypeFlags.Undefined | TypeFlags.Null | TypeFlags.Void)) !== 0;
}

function isClosed(type: ts.Type): boolean {
  const { TypeFlags } = typescript();
  return (type.flags & TypeFlags.Object) !== 0 && !isOpen(type);
}
