import { typescript, type ts } from "../../typescript.ts";
import type { Position } from "../../protocol/language.ts";
import type { Analysis } from "../analysis.ts";
import type { NodeSite } from "../model/model.ts";
import { callsService } from "../../graph/node-kinds.ts";

/** Where in a workflow a position is. */
export type CursorTarget =
  | { readonly kind: "target"; readonly site: NodeSite; readonly literal: ts.StringLiteralLike }
  | { readonly kind: "api-name"; readonly site: NodeSite; readonly literal: ts.StringLiteralLike }
  | { readonly kind: "task"; readonly site: NodeSite; readonly literal: ts.StringLiteralLike }
  /** The name of an entry of `inputs` or `outputs`, or where one could be written. */
  | {
      readonly kind: "entry-name";
      readonly site: NodeSite;
      readonly of: "inputs" | "outputs";
      readonly name?: ts.Node;
    }
  /** The value of an entry of `inputs`; `node` is what is written so far. */
  | { readonly kind: "entry-value"; readonly site: NodeSite; readonly name: string; readonly node?: ts.Node }
  /** A parameter of `postprocess`, by its place. */
  | { readonly kind: "returned"; readonly site: NodeSite; readonly index: number; readonly node: ts.Node };

export function offsetOf(file: ts.SourceFile, { line, character }: Position): number {
  const lines = file.getLineStarts();
  const start = lines[Math.min(line, lines.length - 1)] ?? 0;
  return Math.min(start + character, file.getEnd());
}

/** The innermost node of the tree at a position; at a border the one before it. */
function nodeAt(file: ts.SourceFile, offset: number): ts.Node {
  const compiler = typescript();
  let node: ts.Node = file;
  for (;;) {
    const inner: ts.Node | undefined = compiler.forEachChild(node, (child) =>
      child.getStart(file) <= offset && offset <= child.getEnd() && child.getEnd() > child.getFullStart()
        ? child
        : undefined,
    );
    if (inner === undefined) return node;
    node = inner;
  }
}

/** What a position in a workflow is about. */
export function cursorTargetAt({ file, model }: Analysis, offset: number): CursorTarget | undefined {
  const node = nodeAt(file, offset);
  for (const site of model.nodes) {
    if (site.expression.getStart() > offset || offset > site.expression.getEnd()) continue;
    const spot = cursorTargetIn(site, node, offset);
    if (spot !== undefined) return spot;
  }
  return undefined;
}

function cursorTargetIn(site: NodeSite, node: ts.Node, offset: number): CursorTarget | undefined {
  const compiler = typescript();
  const { options, expression } = site;
  const inText = compiler.isStringLiteralLike(node) && node.getStart() < offset ? node : undefined;
  if (inText && callsService(site) && expression.arguments?.[0] === inText)
    return { kind: "target", site, literal: inText };
  if (inText && options?.entries.get("apiName")?.value === inText)
    return { kind: "api-name", site, literal: inText };
  if (inText && options?.entries.get("task")?.value === inText)
    return { kind: "task", site, literal: inText };
  const postprocess = options?.entries.get("postprocess")?.value;
  if (postprocess && compiler.isFunctionLike(postprocess)) {
    const index = postprocess.parameters.findIndex(({ name }) => name === node);
    if (index >= 0) return { kind: "returned", site, index, node };
  }
  for (const of of ["inputs", "outputs"] as const) {
    const literal = site[of]?.literal;
    if (literal === undefined) continue;
    if (node === literal) {
      const entry = beforeValue(literal, offset);
      if (entry !== undefined)
        return of === "inputs" ? { kind: "entry-value", site, name: entry } : undefined;
      return { kind: "entry-name", site, of };
    }
    for (const property of literal.properties) {
      if (property.name === node) return { kind: "entry-name", site, of, name: node };
      if (of === "outputs" || !compiler.isPropertyAssignment(property)) continue;
      const { initializer, name } = property;
      if (initializer.getFullStart() <= offset && offset <= initializer.getEnd() && offset > name.getEnd())
        return { kind: "entry-value", site, name: nameText(name), node };
    }
  }
  return undefined;
}

/** The entry whose value is just to be written: `image: |` with nothing behind it. */
function beforeValue(literal: ts.ObjectLiteralExpression, offset: number): string | undefined {
  const compiler = typescript();
  const property = literal.properties.find(
    (one) =>
      compiler.isPropertyAssignment(one) &&
      one.name.getEnd() < offset &&
      one.initializer.getFullStart() <= offset &&
      one.initializer.getWidth() === 0,
  );
  return property?.name && /:\s*$/.test(literal.getSourceFile().text.slice(property.name.getEnd(), offset))
    ? nameText(property.name)
    : undefined;
}

function nameText(name: ts.PropertyName): string {
  const compiler = typescript();
  return compiler.isIdentifier(name) || compiler.isStringLiteralLike(name) ? name.text : name.getText();
}
