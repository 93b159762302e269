import type * as vscode from "vscode";
import { lensesOf } from "../../runtime/check/features/lenses.ts";
import { kindOf } from "../../runtime/graph/node-kinds.ts";
import type { Outline, OutlineNode, Range } from "../../runtime/protocol/language.ts";

/** What a test of the Test Explorer is about. */
export type TestTarget =
  /** Everything of a workflow file. */
  | { readonly kind: "workflow"; readonly file: vscode.Uri }
  /** Whether the file can be loaded. */
  | { readonly kind: "loads"; readonly file: vscode.Uri }
  /** One node alone, on example values. */
  | ({ readonly kind: "node"; readonly file: vscode.Uri } & NodeTest)
  /** A recorded test beside the workflow. */
  | { readonly kind: "recorded"; readonly file: vscode.Uri; readonly name: string; readonly path: string }
  /** A file with the name of a recorded test that holds none. */
  | { readonly kind: "broken"; readonly file: vscode.Uri; readonly path: string; readonly message: string };

export type TargetOf<Kind extends TestTarget["kind"]> = Extract<TestTarget, { kind: Kind }>;

export interface NodeTest {
  readonly node: string;
  /** Where the file has several. */
  readonly graph?: string | undefined;
  readonly range: Range;
  /** Calls a Space or a model, which may cost something. */
  readonly service: boolean;
  readonly debuggable: boolean;
}

/** The nodes that have a test of their own: those with a lens "Test node" that do work by themselves and ask nobody. */
export function nodeTests(outline: Outline): readonly NodeTest[] {
  const nodes = outline.nodes.flatMap(withVariants);
  const lenses = lensesOf(outline);
  return lenses.flatMap(({ action, node, graph, range }): readonly NodeTest[] => {
    const found = nodes.find(({ name }) => name !== undefined && name === node);
    if (action !== "test-node" || node === undefined || found === undefined || !kindOf(found).hasTarget)
      return [];
    const debuggable = lenses.some((lens) => lens.action === "debug-node" && lens.range === range);
    return [{ node, graph, range, service: kindOf(found).service !== undefined, debuggable }];
  });
}

function withVariants(node: OutlineNode): readonly OutlineNode[] {
  return [node, ...node.variants.flatMap(withVariants)];
}
