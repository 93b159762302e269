import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canvasHtml } from "../../../src/runtime/canvas-host/page.ts";
import type { PageView } from "../../../src/runtime/protocol/canvas.ts";

describe("the page of a canvas", () => {
  let built: string;
  beforeEach(async () => (built = await mkdtemp(join(tmpdir(), "daggr-page-"))));
  afterEach(() => rm(built, { recursive: true }));

  const place = () =>
    ({ language: "en", built, address: "https://resources/webview", source: "resources:" }) as const;

  async function pageWith(
    main: string,
    imports: Readonly<Record<string, string>> = {},
    view?: PageView,
  ): Promise<string> {
    const files = { "main.js": main, "main.css": "main {}", ...imports };
    for (const [name, text] of Object.entries(files)) await writeFile(join(built, name), text);
    const lists = { canvas: Object.keys(imports), app: ["app.js"] };
    await writeFile(join(built, "main.imports.json"), JSON.stringify(lists));
    return canvasHtml({ ...place(), ...(view && { view }) });
  }

  const modulesOf = (html: string) =>
    new Map(
      [...html.matchAll(/<script type="text\/plain" data-module="(.+?)">(.*?)<\/script>/gs)].map(
        ([, name, text]) => [name, text],
      ),
    );

  it("brings the main script and what it imports, under the names by which they import each other", async () => {
    const html = await pageWith('import "daggr/chunk-A.js";', { "chunk-A.js": "export {};" });
    assert.deepEqual(
      [...modulesOf(html)],
      [
        ["chunk-A.js", "export {};"],
        ["main.js", 'import "daggr/chunk-A.js";'],
      ],
    );
    assert.match(html, /"daggr\/": "https:\/\/resources\/webview\/"/);
  });

  it("brings what the view needs that it begins with, and says which", async () => {
    await writeFile(join(built, "app.js"), "export {};");
    const html = await pageWith("", { "chunk-A.js": "export {};" }, "app");
    assert.deepEqual([...modulesOf(html).keys()], ["app.js", "main.js"]);
    assert.match(html, /<div id="app" data-view="app">/);
    assert.match(await pageWith(""), /<div id="app" data-view="canvas">/);
  });

  it("is not cut off by code that holds tags, which means the same as before", async () => {
    const code = '["</script>", `<!-- <script>`, /<\\/SCRIPT>|<!--/u.source]';
    const text = modulesOf(await pageWith(code)).get("main.js") ?? "";
    assert.doesNotMatch(text, /<(!--|\/?script)/i);
    const [first, second] = evaluate(text);
    assert.deepEqual([first, second], ["</script>", "<!-- <script>"]);
  });

  it("lets run only what it brings and what that imports, by another nonce each time", async () => {
    const pages = [await pageWith(""), await pageWith("")];
    const nonces = pages.map((html) => policyOf(html).get("script-src")?.slice(1, -1).slice("nonce-".length));
    assert.ok(nonces.every((nonce) => nonce !== undefined && /^[\w-]{20,}$/.test(nonce)));
    assert.notEqual(nonces[0], nonces[1]);
  });

  it("has a policy that allows pictures and sounds of the folders, and nothing else of them or of anywhere", async () => {
    const html = await pageWith("");
    const nonce = /'nonce-[\w-]+'/.exec(html)?.[0];
    assert.deepEqual(Object.fromEntries(policyOf(html)), {
      "default-src": "'none'",
      "script-src": nonce,
      "style-src": nonce,
      "img-src": "resources: data: blob:",
      "media-src": "resources: data: blob:",
      "base-uri": "'none'",
      "form-action": "'none'",
    });
  });

  it("states its policy before anything that the policy is about, and neither a base nor a refresh", async () => {
    const html = await pageWith("");
    const policy = html.indexOf("Content-Security-Policy");
    for (const tag of ["<script", "<style", "<link", "<img"])
      assert.ok(html.indexOf(tag) === -1 || html.indexOf(tag) > policy, tag);
    assert.doesNotMatch(html, /http-equiv="refresh"|<base/i);
  });
});

function policyOf(html: string): ReadonlyMap<string, string> {
  const [, text = ""] = /http-equiv="Content-Security-Policy" content="(.*?)"/.exec(html) ?? [];
  const parts = text.split("; ").map((part) => {
    const [name = "", ...sources] = part.split(" ");
    return [name, sources.join(" ")] as const;
  });
  return new Map(parts);
}

function evaluate(code: string): unknown[] {
  // The code is this test's own.
  return (0, eval)(code) as unknown[];
}
