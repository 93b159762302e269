import { typescript, type ts } from "../../typescript.ts";
import type { FunctionFacts, InputFacts, ParameterFacts } from "./model.ts";
import { bare, type Values } from "./values.ts";

/** What the text says about the function of an FnNode. */
export function functionFacts(argument: ts.Expression, values: Values): FunctionFacts {
  const compiler = typescript();
  const declaration = written(argument, values);
  const name = declaration ? nameOf(declaration) : undefined;
  const shown = name ?? (compiler.isIdentifier(bare(argument)) ? bare(argument).getText() : undefined);
  return {
    argument,
    label: shown === undefined ? "the function" : `function '${shown}'`,
    ...(name !== undefined && { name }),
    ...(declaration && { declaration }),
    parameters: parametersOf(argument, declaration, values),
  };
}

/** The function that an expression certainly is. A call may wrap it, so a call's result is not. */
function written(expression: ts.Expression, values: Values): ts.SignatureDeclaration | undefined {
  const compiler = typescript();
  const inner = bare(expression);
  if (compiler.isArrowFunction(inner) || compiler.isFunctionExpression(inner)) return inner;
  if (!compiler.isIdentifier(inner) && !compiler.isPropertyAccessExpression(inner)) return undefined;
  const symbol = values.symbolOf(compiler.isIdentifier(inner) ? inner : inner.name);
  const declared = symbol?.declarations?.find((one) => isImplementation(one));
  if (declared !== undefined) return declared;
  const initializer = values.written(inner);
  return initializer && written(initializer, values);
}

function isImplementation(
  declaration: ts.Declaration,
): declaration is ts.FunctionDeclaration | ts.MethodDeclaration {
  const compiler = typescript();
  return (
    (compiler.isFunctionDeclaration(declaration) || compiler.isMethodDeclaration(declaration)) &&
    declaration.body !== undefined
  );
}

function nameOf(declaration: ts.SignatureDeclaration): string | undefined {
  const compiler = typescript();
  if (declaration.name && compiler.isIdentifier(declaration.name)) return declaration.name.text;
  const { parent } = declaration;
  return compiler.isVariableDeclaration(parent) && compiler.isIdentifier(parent.name)
    ? parent.name.text
    : undefined;
}

function parametersOf(
  argument: ts.Expression,
  declaration: ts.SignatureDeclaration | undefined,
  values: Values,
): ParameterFacts {
  const { checker } = values.daggr;
  const compiler = typescript();
  const signature = checker.getTypeAtLocation(argument).getCallSignatures()[0];
  const parameters = declaration
    ? declaration.parameters.filter((one) => one.name.getText() !== "this")
    : signature?.parameters.flatMap((symbol) =>
        symbol.valueDeclaration && compiler.isParameter(symbol.valueDeclaration)
          ? [symbol.valueDeclaration]
          : [],
      );
  if (parameters === undefined) return { kind: "unknown" };
  const [first, second] = parameters;
  if (first === undefined) return declaration ? { kind: "none" } : { kind: "unknown" };
  if (first.dotDotDotToken) return { kind: "unknown" };
  // A wrapper's own parameters are what matters, and its type may still carry the names of the wrapped function.
  if (declaration && compiler.isObjectBindingPattern(first.name))
    return destructured(first, first.name, values);
  const names = parameters.map((one) => one.name.getText());
  if (declaration && (isPlainValue(first, values) || (second !== undefined && isPlainValue(second, values))))
    return { kind: "positional", names };
  // It only stands before the context, as at run time.
  if (declaration && first.type === undefined && names[0]!.startsWith("_"))
    return { kind: "destructured", inputs: new Map(), rest: true };
  const inputs = typedInputs(first, values);
  return { kind: "object", ...(inputs && { inputs }) };
}

function destructured(
  parameter: ts.ParameterDeclaration,
  pattern: ts.ObjectBindingPattern,
  values: Values,
): ParameterFacts {
  const compiler = typescript();
  const annotated = annotation(parameter, values);
  const inputs = new Map<string, InputFacts>();
  let rest = false;
  for (const element of pattern.elements) {
    const key = element.propertyName ?? element.name;
    if (element.dotDotDotToken) rest = true;
    else if (compiler.isIdentifier(key) || compiler.isStringLiteralLike(key)) {
      const property = annotated?.getProperty(key.text);
      const type = property && values.daggr.checker.getTypeOfSymbol(property);
      inputs.set(key.text, {
        name: key.text,
        node: element,
        optional:
          element.initializer !== undefined || (property !== undefined && mayBeLeftOut(property, values)),
        ...(type && { type }),
      });
    } else rest = true;
  }
  return { kind: "destructured", inputs, rest };
}

/** The inputs that an annotated parameter names. */
function typedInputs(
  parameter: ts.ParameterDeclaration,
  values: Values,
): ReadonlyMap<string, InputFacts> | undefined {
  const { checker } = values.daggr;
  const compiler = typescript();
  const type = annotation(parameter, values);
  if (type === undefined || !(type.flags & compiler.TypeFlags.Object) || type.getStringIndexType())
    return undefined;
  const inputs = new Map<string, InputFacts>();
  for (const symbol of checker.getPropertiesOfType(type)) {
    const optional = mayBeLeftOut(symbol, values);
    const node = symbol.valueDeclaration ?? parameter;
    inputs.set(symbol.name, { name: symbol.name, node, optional, type: checker.getTypeOfSymbol(symbol) });
  }
  return inputs.size > 0 ? inputs : undefined;
}

/** Whether a function's type says that it can do without an input: by a question mark, or by `undefined`. */
function mayBeLeftOut(property: ts.Symbol, { daggr }: Values): boolean {
  const compiler = typescript();
  if (property.flags & compiler.SymbolFlags.Optional) return true;
  const type = daggr.checker.getTypeOfSymbol(property);
  const parts = type.isUnion() ? type.types : [type];
  if (parts.some(({ flags }) => flags & compiler.TypeFlags.Undefined)) return true;
  // Without strict null checks the compiler drops `undefined` from a type, though it is written there.
  const declaration = property.valueDeclaration;
  return (
    declaration !== undefined &&
    compiler.isPropertySignature(declaration) &&
    declaration.type !== undefined &&
    compiler.isUnionTypeNode(declaration.type) &&
    declaration.type.types.some(({ kind }) => kind === compiler.SyntaxKind.UndefinedKeyword)
  );
}

/** The type a person gave: by annotation, by JSDoc, by a typed variable; not the one that flows in from the inputs. */
function annotation(parameter: ts.ParameterDeclaration, values: Values): ts.Type | undefined {
  const compiler = typescript();
  const { checker } = values.daggr;
  const node = parameter.type ?? compiler.getJSDocType(parameter);
  if (node !== undefined) return checker.getTypeFromTypeNode(node);
  const { parent } = parameter;
  const variable = parent.parent;
  if (!compiler.isVariableDeclaration(variable) || variable.type === undefined) return undefined;
  const [signature] = checker.getTypeFromTypeNode(variable.type).getCallSignatures();
  const symbol = signature?.parameters[parent.parameters.indexOf(parameter)];
  return symbol && checker.getTypeOfSymbol(symbol);
}

/** A parameter that is certainly no object of inputs: a text, a number, a list. */
function isPlainValue(parameter: ts.ParameterDeclaration, values: Values): boolean {
  const compiler = typescript();
  const { checker } = values.daggr;
  const { initializer } = parameter;
  const type =
    annotation(parameter, values) ??
    (initializer && compiler.isIdentifier(parameter.name)
      ? checker.getBaseTypeOfLiteralType(checker.getTypeAtLocation(initializer))
      : undefined);
  if (type === undefined) return false;
  const { StringLike, NumberLike, BooleanLike, BigIntLike } = compiler.TypeFlags;
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(
    (part) =>
      (part.flags & (StringLike | NumberLike | BooleanLike | BigIntLike)) !== 0 ||
      checker.isArrayLikeType(part),
  );
}
