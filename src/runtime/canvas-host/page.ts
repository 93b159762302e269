import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PageView } from "../protocol/canvas.ts";

export interface PageOptions {
  readonly language: string;
  /** Folder of the built webview, and its address for the page, unless the page brings all that it needs. */
  readonly built: string;
  readonly address?: string;
  /** What the page's policy calls the folders that it may load files from, if there are any: the built webview and the media. */
  readonly source?: string;
  /** Where the page may connect to, as its policy calls it. Left out in VS Code, whose page has another way to its host. */
  readonly connect?: string;
  /** The view that the page begins with; it may be loaded again with another one that the person went to. */
  readonly view?: PageView;
  readonly title?: string;
  /** The scripts that come with the page: by default those that its first card needs. */
  readonly modules?: readonly string[];
  /** Further elements, as HTML. */
  readonly body?: string;
}

/**
 * The page of a canvas: scripts and styles of this build only, nothing from elsewhere, no connections but to its host. What the first card
 * needs comes with the page, since in VS Code each file that a page asks for comes a long way; the rest is loaded on first use.
 *
 * `source` stands for the media folder too, where the files of apps are. So it allows pictures and sounds, and no script: scripts
 * need the nonce, which those that they import inherit.
 */
export function canvasHtml(options: PageOptions): string {
  const { language, built, address, connect, view = "canvas", title = "Daggr", body = "" } = options;
  const nonce = randomBytes(18).toString("base64url");
  const read = (name: string) => readFileSync(join(built, name), "utf8");
  const lists = () => JSON.parse(read("main.imports.json")) as Readonly<Record<PageView, readonly string[]>>;
  const names = options.modules ?? [...lists()[view], "main.js"];
  // A page that brings all parts begins with the main one; else those that came along are wanted at once.
  const wanted = options.modules ? ["main.js"] : names;
  const modules = names.map(
    (name) => `<script type="text/plain" data-module="${name}">${forScript(read(name))}</script>`,
  );
  const source = options.source === undefined ? "" : `${options.source} `;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    `img-src ${source}data: blob:`,
    `media-src ${source}data: blob:`,
    ...(connect === undefined ? [] : [`connect-src ${connect}`]),
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
<title>${forText(title)}</title>
</head>
<body>
<div id="app" data-view="${view}"></div>
${body}${modules.join("\n")}
<script nonce="${nonce}">${mapOfModules(address)}</script>
<script nonce="${nonce}" type="module">${wanted.map((name) => `import "daggr/${name}";`).join("")}</script>
</body>
</html>`;
}

/**
 * The bundles import each other as `daggr/…`. Those that came with the page get an address of their own here, so that bundles
 * which are loaded later find the same ones. All are then imported by a script of the page, so that the view is there when the
 * main one wants it. The page's `load` event waits for that script, as the toolkit takes on the theme's colours at that event.
 */
function mapOfModules(address: string | undefined): string {
  return `{
  const imports = ${address === undefined ? "{}" : `{ "daggr/": ${JSON.stringify(`${address}/`)} }`};
  for (const { dataset, text } of document.querySelectorAll("script[data-module]"))
    imports["daggr/" + dataset.module] = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const map = document.createElement("script");
  map.type = "importmap";
  map.nonce = document.currentScript.nonce;
  map.text = JSON.stringify({ imports });
  document.head.append(map);
}`;
}

/** JSON that HTML reads to its end, whatever texts are in it. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

function forText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** What HTML would take for the end of a script stands in strings, templates and patterns only, which all know this escape. */
function forScript(code: string): string {
  return code.replace(/<(?=!--|\/?script)/gi, "\\x3C");
}
