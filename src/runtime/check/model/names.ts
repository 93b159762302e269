import { typescript, type ts } from "../../typescript.ts";
import type { SiteKind } from "./daggr.ts";
import type { SiteName } from "./model.ts";
import type { Shape, Values } from "./values.ts";
import { isRepeated } from "./scopes.ts";

/** How nodes are called: by their option, their variable, or after what they call. */
export class Names {
  constructor(private readonly values: Values) {}

  of(expression: ts.Expression, options: Shape | undefined, short: string | undefined): SiteName {
    const given = options?.entries.get("name");
    if (given !== undefined) {
      const literal = given.value && !given.optional ? this.values.literalOf(given.value) : undefined;
      const node = literal?.node ?? given.value ?? given.key;
      // One text for many nodes is a problem of its own; a text that is not known is not a name we know.
      return { from: "option", node, ...(literal && { value: literal.value }) };
    }
    if (options?.closed === false && !options.unfinished) return { from: "option", node: expression };
    const variable = variableOf(expression);
    if (variable !== undefined)
      return { from: "variable", node: variable, ...(!isRepeated(expression) && { value: variable.text }) };
    return { from: "derived", node: expression, ...(short && !isRepeated(expression) && { value: short }) };
  }

  /** The name of what a helper function made: its option, else the variable outside goes before the one inside. */
  ofInstance(inside: SiteName, call: ts.CallExpression): SiteName {
    if (inside.from === "option") return inside;
    const variable = variableOf(call);
    return variable
      ? { from: "variable", node: variable, value: variable.text }
      : { from: "derived", node: call };
  }
}

/** What a node without a name of its own is called after. */
export function shortName(kind: SiteKind, target: string | undefined, maker: string): string | undefined {
  switch (kind) {
    case "gradio":
      return target && shortSpace(target);
    case "inference":
      return target?.split(":")[0]?.split("/").at(-1);
    case "fn":
      return target ?? "fn";
    case "input":
      return "inputs";
    case "choice":
      return "choice";
    case "human":
      return maker.charAt(0).toLowerCase() + maker.slice(1);
  }
}

function shortSpace(space: string): string | undefined {
  if (!URL.canParse(space)) return space.split("/").at(-1);
  const { host, pathname } = new URL(space);
  return /^\/spaces\/[^/]+\/([^/]+)/.exec(pathname)?.[1] ?? host;
}

/** The variable that an expression is assigned to where it is declared. */
export function variableOf(expression: ts.Expression): ts.Identifier | undefined {
  const compiler = typescript();
  let inner: ts.Node = expression;
  for (;;) {
    const { parent } = inner;
    if (
      compiler.isParenthesizedExpression(parent) ||
      compiler.isAsExpression(parent) ||
      compiler.isSatisfiesExpression(parent) ||
      compiler.isNonNullExpression(parent)
    )
      inner = parent;
    // `a.orElse(b)` is `a` itself.
    else if (
      compiler.isPropertyAccessExpression(parent) &&
      parent.name.text === "orElse" &&
      compiler.isCallExpression(parent.parent) &&
      parent.parent.expression === parent
    )
      inner = parent.parent;
    else break;
  }
  const { parent } = inner;
  return compiler.isVariableDeclaration(parent) && compiler.isIdentifier(parent.name)
    ? parent.name
    : undefined;
}

/** `owner.orElse(other)`. */
export function orElseOf(
  call: ts.CallExpression,
): { readonly owner: ts.Expression; readonly other: ts.Expression } | undefined {
  const callee = call.expression;
  const [other] = call.arguments;
  if (!typescript().isPropertyAccessExpression(callee) || callee.name.text !== "orElse" || !other)
    return undefined;
  return { owner: callee.expression, other };
}
