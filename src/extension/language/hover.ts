import * as vscode from "vscode";
import type { LanguageClient } from "./client.ts";
import { fromPosition, toRange } from "./positions.ts";

/** Endpoints, parameters, Spaces and models at a glance. */
export class Hovers implements vscode.HoverProvider {
  constructor(private readonly client: LanguageClient) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const found = await this.client.ask(
      document,
      (remote, of, signal) => remote.hover({ ...of, position: fromPosition(position) }, signal),
      token,
    );
    // Descriptions come from Spaces: plain Markdown, no commands, no HTML.
    return found && new vscode.Hover(new vscode.MarkdownString(found.contents), toRange(found.range));
  }
}
