import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { Hono } from "hono";
import type { Canvases } from "../../../src/server/canvas/canvases.ts";
import { sheetRoutes } from "../../../src/server/canvas/sheet-routes.ts";
import type { ServerEnvironment } from "../../../src/server/routes.ts";
import type { ServedWorkflow } from "../../../src/server/workflow.ts";
import { eventually } from "../../support/eventually.ts";

const megabyte = 1024 * 1024;

/** Those that the routes made and did not remove. */
function left(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith("daggr-sheet-"));
}

describe("a sheet as a file over HTTP", () => {
  let app: Hono<ServerEnvironment>;
  let before: string[];
  let imported: number[];
  beforeEach(() => {
    before = left();
    imported = [];
    const media = { downloadLimit: 5 * megabyte };
    const engine = {
      context: { parts: { media } },
      exportSheet: ({ path }: { path: string }) => writeFile(path, Buffer.alloc(4 * megabyte)),
      importSheet: async ({ path }: { path: string }) => {
        const { length } = await readFile(path);
        imported.push(length);
        if (length === 1) throw new Error(`${path} is no sheet.`);
      },
    };
    app = new Hono<ServerEnvironment>();
    app.use((context, next) => {
      context.set("visitor", { user: undefined });
      return next();
    });
    // The casts: the routes use nothing else of these.
    sheetRoutes(
      app,
      { engine, showPaths: (text: string) => text } as unknown as ServedWorkflow,
      { sessionOf: (id: string) => (id === "open" ? "session" : undefined) } as unknown as Canvases,
      "dist",
    );
  });
  const nothingLeft = () =>
    eventually("the file is removed", () =>
      assert.deepEqual(
        left().filter((one) => !before.includes(one)),
        [],
      ),
    );
  const post = (bytes: number) =>
    app.request("/canvas/open/sheet?name=mine.daggr-sheet", { method: "POST", body: new Uint8Array(bytes) });

  it("goes out as it is read, and is gone when all of it is or the reader leaves", async () => {
    const whole = await app.request("/canvas/open/sheet");
    assert.equal(whole.headers.get("content-length"), String(4 * megabyte));
    assert.equal((await whole.arrayBuffer()).byteLength, 4 * megabyte);
    await nothingLeft();
    const reader = (await app.request("/canvas/open/sheet")).body!.getReader();
    const { value } = await reader.read();
    assert.ok(value!.length < megabyte, `${value!.length} bytes at once`);
    await reader.cancel();
    await nothingLeft();
  });

  it("comes in as large as what one step may fetch, and no larger", async () => {
    assert.equal((await post(4 * megabyte)).status, 200);
    const refused = await post(6 * megabyte);
    assert.equal(refused.status, 413);
    assert.match(((await refused.json()) as { error: string }).error, /more than 5 MB/);
    assert.deepEqual(imported, [4 * megabyte]);
    await nothingLeft();
  });

  it("is named as on the person's own machine where it is none", async () => {
    const refused = await post(1);
    assert.deepEqual(
      [refused.status, await refused.json()],
      [400, { error: "mine.daggr-sheet is no sheet." }],
    );
    await nothingLeft();
  });
});
