import assert from "node:assert/strict";
import type { Frame, Locator } from "playwright-core";
import { eventually } from "../support/eventually.ts";

/** The canvas as a person uses it: cards are found by the name in their header, buttons by their label. */
export class CanvasPage {
  constructor(readonly frame: Frame) {}

  card(node: string): Locator {
    return this.frame.locator(`.svelte-flow__node[data-id="${node}"]`);
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole("button", { name });
  }

  /**
   * Waits until the layout has placed the first card to the left of the second. Cards out of view are not drawn, so the whole
   * graph is brought into view.
   */
  async inPlace(before: string, after: string): Promise<void> {
    await eventually("the cards are laid out", async () => {
      for (const node of [before, after]) if ((await this.card(node).count()) === 0) await this.fit();
      const [left, right] = await Promise.all([
        this.card(before).boundingBox({ timeout: 1000 }),
        this.card(after).boundingBox({ timeout: 1000 }),
      ]);
      if (!left || !right || left.x + left.width >= right.x) throw new Error("They are not yet.");
    });
  }

  /** Waits until cards are drawn. The first viewport leaves some of a large graph out, so the whole graph is brought into view. */
  async shows(...nodes: string[]): Promise<void> {
    await this.frame.locator(".svelte-flow__node").first().waitFor();
    await eventually(`${nodes.join(", ")} are drawn`, async () => {
      const drawn = await Promise.all(nodes.map((node) => this.card(node).isVisible()));
      if (drawn.every(Boolean)) return;
      await this.fit();
      throw new Error("They are not yet.");
    });
  }

  /** Brings the whole graph into view. */
  async fit(): Promise<void> {
    await this.frame
      .getByRole("button", { name: /^Show the whole graph/ })
      .first()
      .click();
  }

  /** Brings a card into view through the search, as a person does who does not see it. */
  async find(name: string): Promise<void> {
    await this.button("Find node").click();
    await this.frame.getByRole("combobox", { name: "Find a node" }).fill(name);
    await this.frame
      .getByRole("option")
      .filter({ has: this.frame.locator("b").getByText(name, { exact: true }) })
      .click();
    await this.frame.locator(".svelte-flow__node.selected").waitFor();
  }

  /** The button of a node's card that runs it, in the mode that the button offers. */
  runButton(node: string): Locator {
    return this.card(node).getByRole("button", { name: new RegExp(`^Run (to here )?${node}$`) });
  }

  async run(node: string): Promise<void> {
    await this.runButton(node).click();
  }

  async stop(node: string): Promise<void> {
    await this.card(node).getByRole("button", { name: `Stop`, exact: true }).click();
  }

  /** Waits until the text of a card's state matches. */
  async state(node: string, text: RegExp, timeout = 60_000): Promise<void> {
    await this.card(node).locator(".state", { hasText: text }).waitFor({ timeout });
  }
}

/** Waits until a field shows a text. The text fields of the canvas draw a new value a frame after the rest of the page. */
export function hasValue(field: Locator, text: string): Promise<void> {
  return eventually(`the field shows '${text}'`, async () =>
    assert.equal(await field.inputValue({ timeout: 1000 }), text),
  );
}
