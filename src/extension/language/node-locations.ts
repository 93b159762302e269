import * as vscode from "vscode";
import { nodesOf } from "../../runtime/graph/variants.ts";
import type { OutlineNode } from "../../runtime/protocol/language.ts";
import type { Session } from "../engine/sessions.ts";
import type { LanguageClient } from "./client.ts";
import { toRange } from "./positions.ts";

/**
 * From a node on the canvas to its code and back. The text on the screen decides, so that unsaved lines count; a node that only
 * running the file shows (made in a loop, by a helper of another module) is where it was made when the file was loaded.
 */
export class NodeLocations {
  constructor(private readonly client: LanguageClient) {}

  /** Where a node is made. */
  async locationOf({ file, state }: Session, name: string): Promise<vscode.Location | undefined> {
    const outlined = (await this.#nodes(await vscode.workspace.openTextDocument(file))).find(
      (node) => node.name === name,
    );
    if (outlined !== undefined) return new vscode.Location(file, toRange(outlined.selection));
    const source = state.graph && nodesOf(state.graph).find((node) => node.name === name)?.source;
    if (source === undefined) return undefined;
    const position = new vscode.Position(source.line - 1, (source.column ?? 1) - 1);
    return new vscode.Location(vscode.Uri.file(source.file), position);
  }

  /** The node whose code is at a position, the innermost one. */
  async nodeAt(
    { state }: Session,
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<string | undefined> {
    if (state.graph === undefined) return undefined;
    const graphNodes = nodesOf(state.graph);
    const around = (await this.#nodes(document)).filter(({ range }) => toRange(range).contains(position));
    const innermost = around.at(-1);
    if (innermost === undefined) return undefined;
    if (graphNodes.some(({ name }) => name === innermost.name)) return innermost.name;
    const { start, end } = innermost.range;
    return graphNodes.find(
      ({ source }) =>
        source?.file === document.uri.fsPath && start.line < source.line && source.line <= end.line + 1,
    )?.name;
  }

  async #nodes(document: vscode.TextDocument): Promise<readonly OutlineNode[]> {
    const outline = await this.client.ask(document, (remote, of, signal) => remote.outline(of, signal));
    return (outline?.nodes ?? []).flatMap((node) => [node, ...node.variants]);
  }
}
