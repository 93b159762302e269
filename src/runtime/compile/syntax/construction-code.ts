import { type ts, typescript } from "../../typescript.ts";
import type { CodeFragment, ConstructionCode } from "../module-facts.ts";
import { changesIn } from "./changes.ts";
import { digestOf } from "./references.ts";
import type { ModuleScope } from "./scope.ts";
import { isFunctionLike, unwrap } from "./syntax-tree.ts";

/** Options that are code; of the others the values are compared, not the syntax. */
const codeOptions: ReadonlySet<string> = new Set(["preprocess", "postprocess"]);

/** The code of `new FnNode(fn, { inputs, preprocess, postprocess … })`. */
export function constructionCode(scope: ModuleScope, node: ts.NewExpression): ConstructionCode {
  const ts = typescript();
  const parts = new PartCollector(scope);
  const given = node.arguments ?? [];
  given.forEach((argument, index) => {
    const value = unwrap(argument);
    if (ts.isObjectLiteralExpression(value)) parts.options(value);
    // The id of a Space or model is compared as a value.
    else if (!ts.isStringLiteralLike(value))
      parts.unclear(value, isOnlyCode(value, index, given.length) ? "code" : "options");
  });
  return parts.result;
}

/** The code of an expression that is not spelt out as a construction: all of it may matter to anything. */
export function expressionCode(scope: ModuleScope, expression: ts.Expression): ConstructionCode {
  const part = fragmentOf(scope, expression);
  return { functions: [part], inputs: {}, otherInputs: [part] };
}

export const noCode: ConstructionCode = { functions: [], inputs: {}, otherInputs: [] };

class PartCollector {
  readonly #code: CodeFragment[] = [];
  readonly #inputs: Record<string, CodeFragment[]> = {};
  readonly #otherInputs: CodeFragment[] = [];

  constructor(readonly scope: ModuleScope) {}

  get result(): ConstructionCode {
    return { functions: this.#code, inputs: this.#inputs, otherInputs: this.#otherInputs };
  }

  options(literal: ts.ObjectLiteralExpression): void {
    const ts = typescript();
    for (const property of literal.properties) {
      const name = nameOf(property);
      if (name === undefined) this.unclear(property, "options");
      else if (codeOptions.has(name)) this.#code.push(this.#digest(valueOf(property), name));
      else if (name === "inputs") {
        const value = unwrap(valueOf(property) as ts.Expression);
        if (ts.isObjectLiteralExpression(value)) this.#inputsOf(value);
        else this.#otherInputs.push(this.#digest(value));
      }
    }
  }

  /** A spread, a computed name, options in a variable: it may hold any option. */
  unclear(node: ts.Node, what: "code" | "options"): void {
    const part = this.#digest(node);
    this.#code.push(part);
    if (what === "options") this.#otherInputs.push(part);
  }

  #inputsOf(literal: ts.ObjectLiteralExpression): void {
    for (const property of literal.properties) {
      const name = nameOf(property);
      const part = this.#digest(valueOf(property));
      if (name !== undefined) (this.#inputs[name] ??= []).push(part);
      // What is spread later may replace what stands before it.
      else for (const list of [this.#otherInputs, ...Object.values(this.#inputs)]) list.push(part);
    }
  }

  /** The same function as `preprocess` and as `postprocess` is not the same code. */
  #digest(node: ts.Node, role = ""): CodeFragment {
    const part = fragmentOf(this.scope, node);
    return { ...part, hash: role + part.hash };
  }
}

function fragmentOf(scope: ModuleScope, node: ts.Node): CodeFragment {
  return { ...digestOf(scope, [node], { opaque: true }), changes: changesIn(scope, node) };
}

/** A function, or what stands in its place before the options. */
function isOnlyCode(node: ts.Expression, index: number, count: number): boolean {
  return isFunctionLike(node) || (index === 0 && count > 1);
}

function nameOf(property: ts.ObjectLiteralElementLike): string | undefined {
  const ts = typescript();
  const { name } = property;
  if (!name) return undefined;
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  return undefined;
}

function valueOf(property: ts.ObjectLiteralElementLike): ts.Node {
  const ts = typescript();
  return ts.isPropertyAssignment(property) ? property.initializer : property;
}
