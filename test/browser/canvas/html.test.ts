import assert from "node:assert/strict";
import { playedCanvas } from "./played.ts";

describe("HTML of a Space", function () {
  this.timeout(60_000);
  const open = playedCanvas();

  it("runs no script and loads nothing", async () => {
    const canvas = await open("component-HTML", { width: 1000, height: 640 });
    const asked: string[] = [];
    canvas.page.on("request", (request) => asked.push(request.url()));
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
      asked.filter((url) => url.includes("example.org") && !url.startsWith("data:")),
      [],
    );
  });
});
