/// <reference lib="dom" />
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { playedCanvas } from "./played.ts";

describe("the page", function () {
  this.timeout(60_000);
  const open = playedCanvas();

  it("brings what the first cards need, and loads the rest when it is wanted, no script twice", async () => {
    const requested: string[] = [];
    const scripts = () => requested.filter((url) => url.startsWith("http") && /\.(js|css)$/.test(url));
    const prepare = (page: Page) => {
      page.on("request", (request) => requested.push(request.url()));
      return Promise.resolve();
    };
    const canvas = await open("300", { prepare });
    await canvas.page.locator(".svelte-flow__node").first().waitFor();
    assert.deepEqual(scripts(), []);

    const table = await open("component-Dataframe", { prepare });
    await table.page.locator(".tabulator-row").first().waitFor();
    const names = scripts().map((url) => url.split("/").at(-1));
    assert.ok(names.some((name) => name?.startsWith("Dataframe-")));
    const html = await table.page.content();
    assert.deepEqual(
      names.filter((name) => html.includes(`data-module="${name}"`)),
      [],
    );
    assert.deepEqual(table.problems, []);
  });
});

describe("HTML of a Space", function () {
  this.timeout(60_000);
  const open = playedCanvas();

  it("runs no script and loads nothing", async () => {
    const canvas = await open("component-HTML", { width: 1000, height: 640 });
    const requested: string[] = [];
    canvas.page.on("request", (request) => requested.push(request.url()));
    await canvas.page.evaluate(() => {
      const evil =
        '<img src="https://example.org/x.png" onerror="top.hacked = 1"><script>top.hacked = 2</script><a href="javascript:top.hacked=3">x</a>';
      window.host.emit({ type: "node", node: "show", state: { outputs: { result: evil } } });
    });
    await canvas.card("show").frameLocator("iframe").getByText("x", { exact: true }).waitFor();
    assert.equal(
      await canvas.page.evaluate(() => (window as unknown as { hacked?: unknown }).hacked),
      undefined,
    );
    assert.deepEqual(
      requested.filter((url) => url.includes("example.org") && !url.startsWith("data:")),
      [],
    );
  });

  it("is shown also where it comes while its frame is loading", async () => {
    const canvas = await open("component-HTML", { width: 1000, height: 640 });
    const shown = canvas.card("show").frameLocator("iframe");
    await shown.locator("body > *").first().waitFor();
    await canvas.page.evaluate(() => {
      // Until the document is closed it has no body, as while a frame is loading.
      document.querySelector("iframe")?.contentDocument?.open();
      window.host.emit({ type: "node", node: "show", state: { outputs: { result: "<b>late</b>" } } });
    });
    await canvas.page.evaluate(() => document.querySelector("iframe")?.contentDocument?.close());
    await shown.getByText("late").waitFor();
  });
});
