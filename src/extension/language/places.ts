import type * as vscode from "vscode";
import type { Outline, OutlineNode } from "../../runtime/protocol/language.ts";
import type { LanguageClient } from "./client.ts";
import { toRange } from "./paths.ts";

/** From a node on the canvas to its code and back, right on unsaved text. */
export class Places {
  constructor(private readonly client: LanguageClient) {}

  /** Where a node is made in a document. Undefined where only running the file tells. */
  async rangeOf(document: vscode.TextDocument, node: string): Promise<vscode.Range | undefined> {
    const found = allNodes(await this.#outline(document)).find(({ name }) => name === node);
    return found && toRange(found.selection);
  }

  /** The node whose code is at a position, the innermost one. */
  async nodeAt(document: vscode.TextDocument, position: vscode.Position): Promise<string | undefined> {
    const around = allNodes(await this.#outline(document)).filter(({ range }) =>
      toRange(range).contains(position),
    );
    return around.at(-1)?.name;
  }

  async #outline(document: vscode.TextDocument): Promise<Outline | undefined> {
    return this.client.ask(document, (remote, of, signal) => remote.outline(of, signal));
  }
}

function allNodes(outline: Outline | undefined): readonly OutlineNode[] {
  return (outline?.nodes ?? []).flatMap((node) => [node, ...node.variants]);
}
