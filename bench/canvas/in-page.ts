/// <reference lib="dom" />
import type { Page } from "playwright-core";
import type { CanvasState } from "../../src/runtime/protocol/canvas.ts";

// What is measured inside a page. Each function that the page runs is sent to it as text.

/** Before the page loads: notes when the first cards have been painted. */
export async function notePaint(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const look = () => {
      // What follows a frame that has them.
      if (document.querySelector(".svelte-flow__node")) setTimeout(() => performance.mark("painted"));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** Milliseconds from the data to the painted cards. */
export async function firstPaint(page: Page): Promise<number> {
  await page.waitForFunction(() => performance.getEntriesByName("painted").length > 0);
  return page.evaluate(() => {
    const at = (name: string) => performance.getEntriesByName(name)[0]!.startTime;
    return at("painted") - at("ready");
  });
}

/**
 * The median time of a frame while a person pans, zooms out until everything is in view, pans there, and zooms in again. The
 * page shall be in a browser whose frames wait for nothing, so that a frame takes what its work takes.
 */
export async function panAndZoom(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const pane = document.querySelector<HTMLElement>(".svelte-flow__pane")!;
    const steps = 30;
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const frames: number[] = [];
    const timed = async (step: (index: number) => void) => {
      let before = await frame();
      for (let index = 0; index < steps; index++) {
        step(index);
        const now = await frame();
        frames.push(now - before);
        before = now;
      }
    };
    const mouse = (target: EventTarget, type: string, x: number, y: number) =>
      target.dispatchEvent(
        new MouseEvent(type, {
          clientX: x,
          clientY: y,
          view: window,
          bubbles: true,
          cancelable: true,
          buttons: 1,
        }),
      );
    const pan = async () => {
      const [x, y] = [innerWidth / 2, innerHeight / 2];
      mouse(pane, "mousedown", x, y);
      await timed((index) => {
        const far = Math.sin((index / steps) * 2 * Math.PI) * 400;
        mouse(window, "mousemove", x + far, y + far / 2);
      });
      mouse(window, "mouseup", x, y);
    };
    const zoom = (delta: number) =>
      timed(() => {
        const [clientX, clientY] = [innerWidth / 2, innerHeight / 2];
        pane.dispatchEvent(
          new WheelEvent("wheel", {
            deltaY: delta,
            clientX,
            clientY,
            view: window,
            bubbles: true,
            cancelable: true,
          }),
        );
      });
    await pan();
    await zoom(25);
    await pan();
    await zoom(-25);
    frames.sort((a, b) => a - b);
    return frames[Math.floor(frames.length / 2)]!;
  });
}

/** The median time in which a change of one node's state is on the page: script, styles and layout. */
export async function statusUpdate(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const shown = [...document.querySelectorAll<HTMLElement>(".svelte-flow__node")].map(
      ({ dataset }) => dataset["id"]!,
    );
    const nodes = shown.filter((id) => !id.includes(".")).slice(0, 20);
    const times: number[] = [];
    for (const node of nodes) {
      await new Promise(requestAnimationFrame);
      const start = performance.now();
      window.host.emit({ type: "node", node, state: { status: "running", phase: { kind: "running" } } });
      await new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));
      void document.body.offsetHeight;
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    return times[Math.floor(times.length / 2)]!;
  });
}

/** What is left on the page's heap after a collection, in megabytes. */
export async function heapUsed(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  // A second one collects what the first one's finalisers let go.
  for (let round = 0; round < 2; round++) await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  await cdp.detach();
  return usedSize / 2 ** 20;
}

/** Redraws as a save does: the whole graph, with a new name for one node each time. */
export async function redraw(page: Page, times: number): Promise<void> {
  await page.evaluate(async (count) => {
    const { host, samples } = window;
    const fresh = samples["1000"]!;
    for (let index = 0; index < count; index++) {
      const { graph, layout, nodes }: CanvasState = fresh();
      const name = `step ${index % 10}`;
      const renamed = graph!.nodes.map((node) =>
        node.name === name ? { ...node, name: `${name} again` } : node,
      );
      host.emit(
        { type: "state", state: { graph: { ...graph!, nodes: renamed }, layout } },
        { type: "nodes", nodes, replace: true },
      );
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
    }
  }, times);
}
