/// <reference lib="dom" />
import assert from "node:assert/strict";
import { playedCanvas } from "./played.ts";

describe("a message that does not arrive", function () {
  this.timeout(60_000);
  const open = playedCanvas();

  it("is noticed at the next one, however many events that holds, and the canvas asks for a new snapshot", async () => {
    const { page, problems } = await open("podcast");
    const readies = () =>
      page.evaluate(() => window.host.intents.filter(({ type }) => type === "ready").length);
    assert.equal(await readies(), 1);
    await page.evaluate(() => {
      const title = (text: string) => ({ type: "state", state: { title: text } }) as const;
      const { nodes } = window.host.state;
      const [node] = Object.keys(nodes);
      const status = (name: "running" | "failed") =>
        ({ type: "node", node: node!, state: { status: name } }) as const;
      window.host.lose({ type: "entry", field: "picks", key: "lost", value: "variant" });
      window.host.emit(title("one"), title("two"), status("running"), status("failed"));
    });
    await page.waitForFunction(() => window.host.intents.filter(({ type }) => type === "ready").length === 2);
    await page.waitForFunction(() => window.canvas.store.picks["lost"] === "variant");
    // From then on messages follow each other again.
    await page.evaluate(() => window.host.emit({ type: "state", state: { title: "three" } }));
    await page.waitForFunction(() => window.canvas.store.title === "three");
    assert.equal(await readies(), 2);
    assert.deepEqual(problems, []);
  });
});
