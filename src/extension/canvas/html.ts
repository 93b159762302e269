import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface PageOptions {
  readonly language: string;
  /** Folder of the built webview, and its address for the page. */
  readonly built: string;
  readonly address: string;
  /** What the page's policy calls the folders that it may load files from: the built webview and the media. */
  readonly source: string;
}

/**
 * The page of a canvas: scripts and styles of this build only, nothing from elsewhere, no connections. What the first card
 * needs comes with the page, since in VS Code each file that a page asks for comes a long way; the rest is loaded on first use.
 *
 * `source` stands for the media folder too, where the files of apps are. So it allows pictures and sounds, and no script: scripts
 * need the nonce, which those that they import inherit.
 */
export function canvasHtml({ language, built, address, source }: PageOptions): string {
  const nonce = randomBytes(18).toString("base64url");
  const read = (name: string) => readFileSync(join(built, name), "utf8");
  const imports = JSON.parse(read("main.imports.json")) as readonly string[];
  const modules = ["main.js", ...imports].map(
    (name) => `<script type="text/plain" data-module="${name}">${forScript(read(name))}</script>`,
  );
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    `img-src ${source} data: blob:`,
    `media-src ${source} data: blob:`,
    // These do not follow `default-src`.
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<link rel="icon" href="data:,">
<style nonce="${nonce}">${read("main.css")}</style>
<title>Daggr</title>
</head>
<body>
<div id="app"></div>
${modules.join("\n")}
<script nonce="${nonce}">${mapOfModules(address)}</script>
<script nonce="${nonce}" type="module">import "daggr/main.js";</script>
</body>
</html>`;
}

/**
 * The bundles import each other as `daggr/…`. Those that came with the page get an address of their own here, so that bundles
 * which are loaded later find the same ones. The main one is then imported by a script of the page, which the page's `load` event
 * waits for, as the toolkit takes on the theme's colours at that event.
 */
function mapOfModules(address: string): string {
  return `{
  const imports = { "daggr/": ${JSON.stringify(`${address}/`)} };
  for (const { dataset, text } of document.querySelectorAll("script[data-module]"))
    imports["daggr/" + dataset.module] = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const map = document.createElement("script");
  map.type = "importmap";
  map.nonce = document.currentScript.nonce;
  map.text = JSON.stringify({ imports });
  document.head.append(map);
}`;
}

/** What HTML would take for the end of a script stands in strings, templates and patterns only, which all know this escape. */
function forScript(code: string): string {
  return code.replace(/<(?=!--|\/?script)/gi, "\\x3C");
}
