/// <reference lib="dom" />
import { setTimeout as sleep } from "node:timers/promises";
import type { OpenedPage } from "./pages.ts";

export interface StatusUpdate {
  /** Milliseconds from the click that runs the node to the frame that shows its result. */
  readonly took: number;
  /** Milliseconds of the page's longest task meanwhile. Zero where none took more than 50 ms: the browser tells of no others. */
  readonly longestTask: number;
}

/**
 * Runs the first of `manyNodes` on a new text. Both ends are taken inside the page, so that the way to and from it is not measured.
 * @throws Error where the result does not show within a minute
 */
export async function statusUpdate(page: OpenedPage, text: string): Promise<StatusUpdate> {
  await page.firstField.fill(text);
  // A person looks at what they wrote.
  await sleep(1000);
  const button = await page.runButton("step 0").elementHandle();
  if (!button) throw new Error("There is no button that runs the node.");
  return page.card("step 0").evaluate(
    async (card, { button, expected }) => {
      const tasks: number[] = [];
      const observer = new PerformanceObserver((list) => {
        tasks.push(...list.getEntries().map(({ duration }) => duration));
      });
      observer.observe({ type: "longtask" });
      const start = performance.now();
      (button as HTMLElement).click();
      while (
        // daggr shows it in an input, ours in a box of text.
        ![...card.querySelectorAll("input, [role=textbox]")].some(
          (field) => (field instanceof HTMLInputElement ? field.value : field.textContent) === expected,
        )
      ) {
        await new Promise(requestAnimationFrame);
        if (performance.now() - start > 60_000) throw new Error("The page does not show the result.");
      }
      // What follows the frame that has it.
      await new Promise((resolve) => setTimeout(resolve));
      const took = performance.now() - start;
      // The browser tells of a task after its end.
      await new Promise((resolve) => setTimeout(resolve, 200));
      observer.disconnect();
      return { took, longestTask: Math.max(0, ...tasks) };
    },
    { button, expected: `${text.toUpperCase()}!` },
  );
}
