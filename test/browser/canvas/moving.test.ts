/// <reference lib="dom" />
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { playedCanvas } from "./played.ts";

describe("moving around a canvas", function () {
  this.timeout(60_000);
  const open = playedCanvas();

  it("draws what is in view first, and what is around it when it rests", async () => {
    const { page, problems } = await open("1000");
    await page.waitForFunction(() =>
      [...document.querySelectorAll(".svelte-flow__node")].some((card) => {
        const { left, top } = card.getBoundingClientRect();
        return left > innerWidth || top > innerHeight;
      }),
    );
    const drawn = await page.locator(".svelte-flow__node").count();
    assert.ok(drawn < 200, `${drawn} cards are drawn`);
    assert.deepEqual(problems, []);
  });

  it("draws the lines whose cards are out of view", async () => {
    const { page } = await open("1000");
    await page.waitForFunction(() => {
      const ids = [...document.querySelectorAll<HTMLElement>(".svelte-flow__node")].map(
        ({ dataset }) => `${dataset["id"]} `,
      );
      const lines = [...document.querySelectorAll(".svelte-flow__edge")];
      return lines.some((line) => {
        const [from, to] = line.getAttribute("aria-label")!.slice("From ".length).split(" to ");
        return !ids.includes(`${from} `) || !ids.includes(`${to} `);
      });
    });
  });

  it("shows what cards are from afar, and all of them again from near", async () => {
    const { page, problems } = await open("1000");
    await page.mouse.move(700, 450);
    await wheelUntil(page, 100, ":not(:has(.card:not(.far)))");
    assert.equal(await page.locator(".card:not(.far)").count(), 0);
    await wheelUntil(page, -100, ":not(:has(.card.far))");
    await page.locator(".card header").first().waitFor();
    assert.deepEqual(problems, []);
  });

  it("shows the pictures of a small graph from afar too", async () => {
    const { page, problems } = await open("podcast");
    await page.mouse.move(700, 450);
    await wheelUntil(page, 100, ":not(:has(.card:not(.far)))");
    await page.waitForFunction(() => {
      const pictures = [...document.querySelectorAll<HTMLImageElement>(".card.far img")];
      return (
        pictures.length > 0 && pictures.every(({ complete, naturalWidth }) => complete && naturalWidth > 0)
      );
    });
    assert.deepEqual(problems, []);
  });

  it("goes where the overview is dragged to", async () => {
    const { page } = await open("1000");
    const view = page.locator(".svelte-flow__viewport");
    const before = await view.getAttribute("style");
    const box = (await page.locator(".svelte-flow__minimap svg").boundingBox())!;
    await page.mouse.move(box.x + box.width / 3, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 20, { steps: 4 });
    await page.mouse.up();
    assert.notEqual(await view.getAttribute("style"), before);
  });
});

/** Turns the mouse wheel until the flow is in the wanted state. */
async function wheelUntil(page: Page, delta: number, wanted: string): Promise<void> {
  for (let turns = 0; turns < 40; turns++) {
    await page.mouse.wheel(0, delta);
    if (await page.locator(`.svelte-flow__nodes${wanted}`).count()) return;
  }
  await page.locator(`.svelte-flow__nodes${wanted}`).waitFor({ state: "attached" });
}
