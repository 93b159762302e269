import type { Analysis } from "../../../../src/runtime/check/analysis.ts";
import type { Entry, NodeSite } from "../../../../src/runtime/check/model/model.ts";
import { joinedPort } from "../../../../src/runtime/check/model/ports.ts";
import { bare } from "../../../../src/runtime/check/model/values.ts";
import { typescript, type ts } from "../../../../src/runtime/typescript.ts";

/** A right workflow with one mistake in it. */
export interface Mistake {
  /** The rule that it breaks. */
  readonly rule: string;
  readonly code: string;
}

/** Makes the mistakes of some rules. */
export type Maker = (workflow: Workflow) => Iterable<Mistake>;

/** A right workflow, and ways to spoil it. */
export class Workflow {
  constructor(readonly analysis: Analysis) {}

  get sites(): readonly NodeSite[] {
    return this.analysis.model.nodes;
  }

  /** Entries that are written in the file itself. */
  entries(site: NodeSite, of: "inputs" | "outputs"): readonly Entry[] {
    const entries = [...(site[of]?.entries.values() ?? [])];
    return entries.filter(({ written }) => written?.getSourceFile() === this.analysis.file);
  }

  /** The text with a piece of it replaced. */
  with(rule: string, start: number, end: number, text: string): Mistake {
    const { text: whole } = this.analysis.file;
    return { rule, code: whole.slice(0, start) + text + whole.slice(end) };
  }

  instead(rule: string, node: ts.Node, text: string): Mistake {
    return this.with(rule, node.getStart(), node.getEnd(), text);
  }

  /** Something that is written behind a piece of the text. */
  behind(rule: string, node: ts.Node, text: string): Mistake {
    return this.with(rule, node.getEnd(), node.getEnd(), text);
  }

  /** One of several things with commas between them is left out. */
  without(rule: string, nodes: readonly ts.Node[], node: ts.Node): Mistake {
    const before = nodes[nodes.indexOf(node) - 1];
    const after = nodes[nodes.indexOf(node) + 1];
    return before
      ? this.with(rule, before.getEnd(), node.getEnd(), "")
      : this.with(rule, node.getStart(), after?.getStart() ?? node.getEnd(), "");
  }

  /** The text of a literal of this file, changed. */
  literal(rule: string, node: ts.Node | undefined, change: (text: string) => string): readonly Mistake[] {
    if (node?.getSourceFile() !== this.analysis.file || !typescript().isStringLiteralLike(node)) return [];
    return [this.with(rule, node.getStart() + 1, node.getEnd() - 1, change(node.text))];
  }

  /** The port that an input is wired to, where that is written as `node.port` and no more. */
  wired({ value }: Entry): ts.PropertyAccessExpression | undefined {
    if (value === undefined || value.getSourceFile() !== this.analysis.file) return undefined;
    const joined = joinedPort(value, this.analysis.values);
    if (joined === undefined || joined.each !== undefined || joined.all !== undefined) return undefined;
    return typescript().isPropertyAccessExpression(value) && joined.use.name === value.name
      ? value
      : undefined;
  }

  /** Whether an input is wired to another node at all. */
  isWired({ type }: Entry): boolean {
    return this.analysis.daggr.isPort(type);
  }

  /** `gr.Image` in `gr.Image({ … })`. */
  component({ value }: Entry): ts.PropertyAccessExpression | undefined {
    const call = value && bare(value);
    if (!call || !typescript().isCallExpression(call)) return undefined;
    const { expression } = call;
    return typescript().isPropertyAccessExpression(expression) && expression.expression.getText() === "gr"
      ? expression
      : undefined;
  }
}

/** A letter in the middle of the last word is left out. */
export function slip(text: string): string {
  const at = Math.ceil((text.lastIndexOf("/") + 1 + text.length) / 2);
  return text.slice(0, at) + text.slice(at + 1);
}
