import { withoutPassword } from "../../files/http/address-login.ts";
import { typescript, type ts } from "../../typescript.ts";
import type { Daggr } from "./daggr.ts";
import { readArguments } from "./arguments.ts";
import { callsIn } from "./calls.ts";
import { functionFacts } from "./functions.ts";
import type { ApiName, NodeSite, Resolved } from "./model.ts";
import { Names, orElseOf, shortName } from "./names.ts";
import { unknownOptions, withMeant } from "./options.ts";
import { isRepeated } from "./scopes.ts";
import type { Values } from "./values.ts";
import { bare, type Shape } from "./values.ts";
import { nodeKinds } from "../../graph/node-kinds.ts";

const unknown = (expression: ts.Expression): Resolved => ({ expression, sites: [], complete: false });

/** Finds the places where nodes are made, and which of them an expression can be. */
export class Sites {
  readonly #sites = new Map<ts.Node, NodeSite | undefined>();
  readonly #resolving = new Set<ts.Node>();
  readonly #made = new Map<ts.CallExpression, Resolved>();
  readonly #names: Names;

  constructor(
    readonly daggr: Daggr,
    readonly values: Values,
  ) {
    this.#names = new Names(values);
  }

  /** The node that an expression itself makes. */
  at(expression: ts.Expression): NodeSite | undefined {
    if (this.#sites.has(expression)) return this.#sites.get(expression);
    const compiler = typescript();
    // Set before it is read: a helper may call itself.
    this.#sites.set(expression, undefined);
    const site = compiler.isNewExpression(expression)
      ? this.#constructed(expression)
      : compiler.isCallExpression(expression)
        ? this.#choice(expression)
        : undefined;
    this.#sites.set(expression, site);
    return site;
  }

  /** The nodes that an expression may be: through variables, conditions, properties, imports and helper functions. */
  resolve(expression: ts.Expression): Resolved {
    const inner = bare(expression);
    if (this.#resolving.has(inner)) return unknown(expression);
    this.#resolving.add(inner);
    try {
      return { ...this.#resolve(inner), expression };
    } finally {
      this.#resolving.delete(inner);
    }
  }

  #resolve(inner: ts.Expression): Resolved {
    const compiler = typescript();
    if (compiler.isConditionalExpression(inner)) return this.#either(inner, inner.whenTrue, inner.whenFalse);
    if (compiler.isBinaryExpression(inner)) {
      const { BarBarToken, QuestionQuestionToken } = compiler.SyntaxKind;
      const kind = inner.operatorToken.kind;
      if (kind !== BarBarToken && kind !== QuestionQuestionToken) return unknown(inner);
      return this.#either(inner, inner.left, inner.right);
    }
    const site = this.at(inner);
    if (site !== undefined) return { expression: inner, sites: [site], complete: true };
    if (compiler.isCallExpression(inner)) {
      const withFallback = orElseOf(inner);
      if (withFallback && this.daggr.isNode(this.daggr.checker.getTypeAtLocation(withFallback.owner)))
        return this.resolve(withFallback.owner);
      return this.#madeBy(inner);
    }
    const written = this.values.written(inner);
    return written === undefined ? unknown(inner) : this.resolve(written);
  }

  #either(whole: ts.Expression, ...branches: readonly ts.Expression[]): Resolved {
    const parts = branches.map((branch) => this.resolve(branch));
    return {
      expression: whole,
      sites: [...new Set(parts.flatMap((part) => part.sites))],
      complete: parts.every((part) => part.complete),
    };
  }

  /** The nodes that one call of a helper function makes: each call makes others. */
  #madeBy(call: ts.CallExpression): Resolved {
    const known = this.#made.get(call);
    if (known !== undefined) return known;
    const { sites, ...rest } = this.#returned(call);
    const repeated = isRepeated(call);
    const made = {
      ...rest,
      sites: sites.map((site) => (site.repeated && !repeated ? this.#instance(site, call) : site)),
    };
    this.#made.set(call, made);
    return made;
  }

  #instance(site: NodeSite, call: ts.CallExpression): NodeSite {
    const type = this.daggr.checker.getTypeAtLocation(call);
    return { ...site, call, repeated: false, type, name: this.#names.ofInstance(site.name, call) };
  }

  /** What a helper function of the person's own returns. */
  #returned(call: ts.CallExpression): Resolved {
    const compiler = typescript();
    const declaration = this.daggr.checker.getResolvedSignature(call)?.declaration;
    if (declaration === undefined || compiler.isJSDocSignature(declaration) || !("body" in declaration))
      return unknown(call);
    const { body } = declaration;
    if (body === undefined) return unknown(call);
    if (!compiler.isBlock(body)) return this.resolve(body);
    const returned: ts.Expression[] = [];
    const visit = (node: ts.Node): void => {
      if (compiler.isReturnStatement(node) && node.expression) returned.push(node.expression);
      else if (!compiler.isFunctionLike(node)) compiler.forEachChild(node, visit);
    };
    visit(body);
    return returned.length === 0 ? unknown(call) : this.#either(call, ...returned);
  }

  #constructed(expression: ts.NewExpression): NodeSite | undefined {
    const kind = this.daggr.makerKind(expression);
    if (kind === undefined) return undefined;
    const { values } = this;
    const { hasTarget } = nodeKinds[kind];
    const maker = this.daggr.exportName(expression.expression) ?? "";
    const given = readArguments(expression, maker, values);
    const misspelt = given.options
      ? unknownOptions(this.daggr, expression, hasTarget ? 1 : 0, given.options)
      : [];
    const options = given.options && withMeant(given.options, misspelt);
    const inputs = kind === "human" ? humanInputs(options) : shapeOfEntry(options, "inputs", values);
    const outputs = shapeOfEntry(options, kind === "input" ? "ports" : "outputs", values);
    const first = hasTarget ? given.target : undefined;
    const written = first && kind !== "fn" ? values.literalOf(first) : undefined;
    const target = written && { ...written, value: withoutPassword(written.value) };
    const isMisspelt = misspelt.some(({ meant }) => meant?.from === "slip" && meant.name === "apiName");
    const spread = expression.arguments?.some((one) => typescript().isSpreadElement(one)) ?? false;
    const apiName = kind === "gradio" && !spread && !isMisspelt ? apiNameOf(options, values) : undefined;
    const fn = kind === "fn" && first ? functionFacts(first, values) : undefined;
    const calls = kind === "fn" ? callsIn(options, (node) => this.resolve(node), values) : undefined;
    const short = shortName(kind, fn ? fn.name : target?.value, maker);
    return {
      kind,
      expression,
      repeated: isRepeated(expression),
      type: this.daggr.checker.getTypeAtLocation(expression),
      name: this.#names.of(expression, options, short),
      unknownOptions: misspelt,
      ...(given.wrong && { wrongArguments: given.wrong }),
      ...(options && { options }),
      ...(inputs && { inputs }),
      ...(outputs && { outputs }),
      ...(target && { target }),
      ...(apiName && { apiName }),
      ...(fn && { fn }),
      ...(calls && { calls }),
    };
  }

  #choice(call: ts.CallExpression): NodeSite | undefined {
    const compiler = typescript();
    const callee = call.expression;
    const [other] = call.arguments;
    if (!compiler.isPropertyAccessExpression(callee) || callee.name.text !== "or" || other === undefined)
      return undefined;
    const { checker } = this.daggr;
    if (!this.daggr.isNode(checker.getTypeAtLocation(callee.expression))) return undefined;
    const left = this.resolve(callee.expression);
    // `a.or(b).or(c)` is one choice of three.
    const earlier = left.complete && left.sites.length === 1 ? left.sites[0]?.variants : undefined;
    return {
      kind: "choice",
      expression: call,
      repeated: isRepeated(call),
      type: checker.getTypeAtLocation(call),
      name: this.#names.of(call, undefined, "choice"),
      unknownOptions: [],
      variants: [...(earlier ?? [left]), this.resolve(other)],
    };
  }
}

/** A human step's input is one of its options. */
function humanInputs(options: Shape | undefined): Shape | undefined {
  if (options === undefined) return undefined;
  const { expression, entries, closed } = options;
  const inputs = [...entries].filter(([name]) => name === "options" || name === "value");
  return { expression, closed, entries: new Map(inputs) };
}

function shapeOfEntry(options: Shape | undefined, name: string, values: Values): Shape | undefined {
  const value = options?.entries.get(name)?.value;
  return value && !isUnnamed(value) ? values.shapeOf(value) : undefined;
}

/** A list, or one component, in place of an object of names. */
export function isUnnamed(value: ts.Expression): boolean {
  const inner = bare(value);
  if (typescript().isArrayLiteralExpression(inner)) return true;
  return typescript().isCallExpression(inner) && /^gr\.\w+$/.test(inner.expression.getText());
}

function apiNameOf(options: Shape | undefined, values: Values): ApiName | undefined {
  const entry = options?.entries.get("apiName");
  if (entry === undefined) return options === undefined || options.closed ? { value: "/predict" } : undefined;
  if (entry.value === undefined || entry.optional) return undefined;
  const literal = values.literalOf(entry.value);
  if (literal !== undefined) return { value: withSlash(literal.value), literal };
  if (!entry.type.isNumberLiteral()) return undefined;
  return {
    value: withSlash(String(entry.type.value)),
    literal: { node: entry.value, written: bare(entry.value) },
  };
}

function withSlash(apiName: string): string {
  return apiName.startsWith("/") ? apiName : `/${apiName}`;
}
