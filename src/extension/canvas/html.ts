import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";

/** The page of a canvas: scripts and styles of this build only, nothing from elsewhere, no connections. */
export function canvasHtml(webview: vscode.Webview, built: vscode.Uri): string {
  const nonce = randomBytes(18).toString("base64url");
  const resource = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(built, name)).toString();
  const source = webview.cspSource;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${source}`,
    `style-src 'nonce-${nonce}' ${source}`,
    `img-src ${source} data: blob:`,
    `media-src ${source} data: blob:`,
    `font-src ${source}`,
    // Models and Spaces may return HTML; it is shown in a frame with `sandbox` and no rights.
    "frame-src blob: data:",
    `worker-src blob: ${source}`,
  ].join("; ");
  return `<!doctype html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<link rel="stylesheet" href="${resource("main.css")}">
${importsOfMain(built)
  .map((name) => `<link rel="modulepreload" href="${resource(name)}">`)
  .join("\n")}
<title>Daggr</title>
</head>
<body>
<div id="app"></div>
<script type="module" nonce="${nonce}" src="${resource("main.js")}"></script>
</body>
</html>`;
}

let imports: readonly string[] | undefined;

/** What the script imports: told to the page, so that it is not found out one after the other. Each file comes a long way. */
function importsOfMain(built: vscode.Uri): readonly string[] {
  imports ??= JSON.parse(readFileSync(join(built.fsPath, "main.imports.json"), "utf8")) as string[];
  return imports;
}
