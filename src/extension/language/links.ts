import * as vscode from "vscode";
import type { LanguageClient } from "./client.ts";
import { toRange } from "./positions.ts";

/** Ids of Spaces and models lead to their pages. */
export class Links implements vscode.DocumentLinkProvider {
  constructor(private readonly client: LanguageClient) {}

  async provideDocumentLinks(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentLink[]> {
    const found = await this.client.ask(document, (remote, of, signal) => remote.links(of, signal), token);
    return (found ?? []).map(({ range, url, tooltip }) => {
      const link = new vscode.DocumentLink(toRange(range), vscode.Uri.parse(url));
      link.tooltip = tooltip;
      return link;
    });
  }
}
