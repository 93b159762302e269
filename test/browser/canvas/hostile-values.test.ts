/// <reference lib="dom" />
import assert from "node:assert/strict";
import fc from "fast-check";
import { componentNames, type ComponentName } from "../../../src/runtime/components/description.ts";
import type { Json, Value } from "../../../src/runtime/values/value.ts";
import { componentSamples } from "../../../webview/dev/component-samples.ts";
import { eventually } from "../../support/eventually.ts";
import type { CanvasPage } from "./page.ts";
import { playedCanvas } from "./played.ts";

/** Values that each component is shown as a result and given as an input. */
const perComponent = 40;

const file = fc.record({
  $file: fc.constantFrom("a".repeat(64), "", "../../etc"),
  name: fc.constantFrom("cat.png", "", "a/../b", "x.glb", "%"),
  mime: fc.constantFrom("image/png", "", "audio/wav", "text/html", "x"),
  size: fc.constantFrom(3, -1, 1e300),
});
const texts = [
  ...[
    "",
    "<img src=x onerror=alert(1)>",
    "<style>",
    "<a".repeat(50),
    "[a](b",
    "data:,",
    "data:image/png;base64,!",
  ],
  ...[
    '{"data":5,"layout":[]}',
    '{"data":[{"type":"bar","x":5}],"layout":{"xaxis":7}}',
    '{"mark":"bar"}',
    "{",
    "\0",
  ],
];
const piece: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 1e300, [], {}, [[]], [null], [{}], ...texts),
  file,
  fc.jsonValue({ maxDepth: 3 }),
);

/** A value in which some parts are others, so that it passes the first look and fails later. */
function changed(value: Value): fc.Arbitrary<unknown> {
  const kept = { weight: 5, arbitrary: fc.constant<unknown>(value) };
  const replaced = { weight: 1, arbitrary: piece };
  if (typeof value !== "object" || value === null) return fc.oneof(kept, replaced);
  if (Array.isArray(value)) {
    const list = value.slice(0, 4) as Value[];
    return fc.oneof({ weight: 5, arbitrary: fc.tuple(...list.map(changed)) }, replaced);
  }
  const fields = Object.entries(value).map(([name, part]) => [name, changed(part as Value)] as const);
  const record = fc.record(Object.fromEntries(fields), {
    requiredKeys: fields.slice(1).map(([name]) => name),
  });
  return fc.oneof({ weight: 5, arbitrary: record }, replaced);
}

describe("whatever a stored value is", function () {
  this.timeout(120_000);
  const open = playedCanvas();

  /** Shows each value as the result and, where the component is one, as the input, for two frames. */
  async function showAll(canvas: CanvasPage, values: readonly unknown[], input: boolean): Promise<void> {
    await canvas.page.evaluate(
      async ([all, isInput]) => {
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        const [node] = window.host.state.graph!.nodes.filter(({ outputs }) => outputs.length > 0);
        const id = Object.keys(window.host.state.nodes).includes("show") ? "show" : node!.name;
        const source = window.host.state
          .graph!.nodes.flatMap(({ inputs }) => inputs)
          .flatMap((one) => (one.kind === "component" ? [one.input] : []))[0];
        for (const value of all) {
          window.host.emit({ type: "node", node: id, state: { outputs: { result: value as never } } });
          if (isInput && source)
            window.host.emit({ type: "entry", field: "inputs", key: source, value: value as never });
          await frame();
          await frame();
        }
      },
      [values, input] as const,
    );
  }

  for (const name of componentNames) {
    it(`the canvas shows it or says that it cannot: ${name}`, async () => {
      const { value, input } = componentSamples[name];
      const canvas = await open(`component-${name}`, { width: 1000, height: 640 });
      const seed = 17;
      const values = fc.sample(fc.oneof(changed(value), piece), { numRuns: perComponent, seed });
      await showAll(canvas, values, input);
      // It goes on: the next right value is shown.
      await showAll(canvas, [value], input);
      const shown = canvas.card("show");
      await eventually("the value is shown", async () => {
        assert.equal(await shown.locator(`.component-${name.toLowerCase()}`).count(), 1);
        assert.equal(await shown.getByText("cannot be shown").count(), 0);
      });
      assert.deepEqual(canvas.problems.filter(isOurs), [], `seed ${seed}`);
    });
  }

  it("titles of a table are text", async () => {
    const canvas = await open("component-Dataframe");
    const headers = [
      '<meta http-equiv="refresh" content="0;url=https://example.org/">',
      "<img src=x onerror='window.hacked = 1'>",
      "<b>bold</b>",
      "",
    ] as const satisfies Json;
    const address = canvas.page.url();
    await showAll(canvas, [{ headers, data: [[1, 2, 3, 4]] }], true);
    const titles = canvas.card("show").locator(".tabulator-col-title");
    await titles.filter({ hasText: "http-equiv" }).waitFor();
    assert.deepEqual(
      (await titles.allInnerTexts()).map((title) => title.trim()),
      headers,
    );
    assert.equal(await canvas.page.locator(".tabulator-col-title :is(meta, img, b)").count(), 0);
    assert.equal(canvas.page.url(), address);
  });

  const many = 100_000;
  const large: Partial<Record<ComponentName, () => Json>> = {
    HighlightedText: () => Array.from({ length: many }, () => ({ token: "a", class_or_confidence: "b" })),
    Label: () => ({
      label: "a",
      confidences: Array.from({ length: many }, () => ({ label: "a", confidence: 0 })),
    }),
    Dataframe: () => ({ headers: Array.from({ length: many }, (_, column) => `column ${column}`), data: [] }),
    Markdown: () => "**a".repeat(many),
    HTML: () => "<a".repeat(many * 5),
  };
  for (const [name, make] of Object.entries(large))
    it(`a value that is too large for its view does not stop the canvas: ${name}`, async () => {
      const canvas = await open(`component-${name}`, { width: 1000, height: 640 });
      await showAll(canvas, [make()], false);
      // The page answers, and shows the next one.
      await showAll(canvas, [componentSamples[name as ComponentName].value], false);
      await canvas.card("show").locator(`.component-${name.toLowerCase()}`).waitFor();
      assert.deepEqual(canvas.problems.filter(isOurs), []);
    });

  it("a result whose view fails is shown as broken, and can be deleted", async () => {
    const canvas = await open("component-Markdown");
    await canvas.card("show").locator(".markdown").waitFor();
    await showAll(canvas, ["> ".repeat(20_000)], false);
    const broken = canvas.card("show").getByRole("alert");
    await broken.getByText(/^This result cannot be shown: /).waitFor();
    await canvas.card("show").getByText("Delete this result").click();
    const { shown } = await canvas.page.evaluate(() => ({ shown: window.host.state.nodes["show"]?.shown }));
    assert.deepEqual(await canvas.last("delete-results"), {
      type: "delete-results",
      node: "show",
      results: [shown],
    });
    await canvas.page.getByRole("button", { name: "Undo", exact: true }).click();
    assert.deepEqual(await canvas.last("restore-results"), {
      type: "restore-results",
      node: "show",
      results: [shown],
    });
    // Another result is shown in its place.
    await showAll(canvas, ["**fine**"], false);
    await canvas.card("show").locator("strong", { hasText: "fine" }).waitFor();
    assert.equal(await broken.count(), 0);
  });
});

/**
 * Files of the values do not exist, and data URLs are damaged: the browser reports what it could not load. It also reports the
 * handlers and styles that the policy refuses when the sanitiser parses them.
 */
function isOurs(problem: string): boolean {
  return !/^Failed to load resource|^(Executing inline event handler|Applying inline style) violates/.test(
    problem,
  );
}
