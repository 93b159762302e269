import { type Expression, type Options, type Pattern, parseExpressionAt } from "acorn";
import type { FnInputs } from "../../daggr/site.ts";

/**
 * The destructured names of a function's one parameter, read from its source. A parameter whose name begins with `_` is there for
 * the context behind it: the function needs no inputs. Undefined where there are none to read: the parameter is not
 * destructured, or the function is native, bound or a class.
 */
export function parametersOf(fn: (...args: never[]) => unknown): FnInputs | undefined {
  const parameters = parse(Function.prototype.toString.call(fn));
  if (!parameters) return undefined;
  const [first] = parameters;
  if (first === undefined) return { inputs: [], rest: false };
  const pattern = first.type === "AssignmentPattern" ? first.left : first;
  if (pattern.type === "Identifier" && pattern.name.startsWith("_")) return { inputs: [], rest: true };
  if (pattern.type !== "ObjectPattern") return undefined;
  const inputs = pattern.properties.flatMap((property) => {
    if (property.type !== "Property" || property.computed) return [];
    const { key } = property;
    const name =
      key.type === "Identifier" ? key.name : key.type === "Literal" ? String(key.value) : undefined;
    return name === undefined ? [] : [{ name, hasDefault: property.value.type === "AssignmentPattern" }];
  });
  return { inputs, rest: pattern.properties.some(({ type }) => type === "RestElement") };
}

/** The function was taken out of its class and module, so what only these allow must pass here. */
const options: Options = {
  ecmaVersion: "latest",
  sourceType: "module",
  allowSuperOutsideMethod: true,
  checkPrivateFields: false,
};

/** A function's source is that of an expression or of a method. */
function parse(source: string): readonly Pattern[] | undefined {
  for (const text of [`(${source}\n)`, `({${source}\n})`]) {
    try {
      const expression = parseExpressionAt(text, 0, options);
      const found = functionIn(expression);
      if (found) return found;
    } catch {
      // Not this form, or native code.
    }
  }
  return undefined;
}

function functionIn(expression: Expression): readonly Pattern[] | undefined {
  if (expression.type === "ArrowFunctionExpression" || expression.type === "FunctionExpression") {
    return expression.params;
  }
  if (expression.type === "ParenthesizedExpression") return functionIn(expression.expression);
  if (expression.type !== "ObjectExpression") return undefined;
  const [property] = expression.properties;
  return property?.type === "Property" ? functionIn(property.value) : undefined;
}
