import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { eventually } from "../../support/eventually.ts";
import { Served } from "../../support/served.ts";
import { ShareServerStandIn } from "../../support/share-server/share-server.ts";
import { ServedPage, startBrowser } from "./browser.ts";

describe("a shared workflow, as somebody elsewhere uses it", function () {
  this.timeout(120_000);
  let standIn: ShareServerStandIn;
  let served: Served;
  let browser: Browser;

  before(async () => {
    standIn = await ShareServerStandIn.start();
    served = await Served.start({
      workflow: await readFile(inRoot("examples", "hello-offline.ts"), "utf8"),
      args: ["--share"],
      env: { GRADIO_SHARE_SERVER_ADDRESS: `127.0.0.1:${standIn.port}` },
    });
    browser = await startBrowser(
      `--host-resolver-rules=MAP *.gradio.test:80 127.0.0.1:${standIn.publicPort}`,
    );
  });

  after(async () => {
    await browser?.close();
    await served?.stop();
    await standIn?.stop();
  });

  it("opens by a link in a message on another site, and runs", async () => {
    const address = await eventually("the public address is told", () => {
      const [, found] = /"event": ?"shared","address": ?"([^"]+)"/.exec(served.log()) ?? [];
      assert.ok(found, served.log());
      // The stand-in's visitors come without TLS.
      return found.replace("https:", "http:");
    });
    const canvas = await ServedPage.open(browser, "about:blank");
    await canvas.page.route("http://elsewhere.example/", (route) =>
      route.fulfill({ contentType: "text/html", body: `<a href="${address}">Look at this</a>` }),
    );
    await canvas.page.goto("http://elsewhere.example/");
    await canvas.page.getByText("Look at this").click();
    await canvas
      .button(/^Run all/i)
      .first()
      .click();
    await eventually("the poem's verses arrive", async () =>
      assert.match((await canvas.card("poem").textContent()) ?? "", /lighthouse/),
    );
    assert.equal(new URL(canvas.page.url()).search, "");
    assert.deepEqual(canvas.problems, []);
  });
});
