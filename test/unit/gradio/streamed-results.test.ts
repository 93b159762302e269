import assert from "node:assert/strict";
import { startCalling } from "../../gradio/calling.ts";
import { completed, message, startScriptedApp, streamed } from "./support/scripted-app.ts";

/** Gradio's client makes each result of a generator by changing the one before, the same object. */
describe("a generator's results that are sent as changes", () => {
  const cat = { name: "cat", size: 1 };
  const update = { __type__: "update", visible: true };
  const asUpdate = [
    ["add", ["__type__"], "update"],
    ["add", ["visible"], true],
    ["delete", ["name"], null],
    ["delete", ["size"], null],
  ];
  const generating = (data: unknown) => message("process_generating", { success: true, output: { data } });

  for (const [what, changes, last, expected] of [
    ["a value that becomes an update without one stays what it was", asUpdate, update, cat],
    ["a value that grows is the last one", [["add", ["more"], 2]], { ...cat, more: 2 }, { ...cat, more: 2 }],
    [
      "an update with a value counts by it",
      [["replace", [], { ...update, value: 3 }]],
      { ...update, value: 3 },
      3,
    ],
  ] as const) {
    it(`do not change each other: ${what}`, async () => {
      const app = await startScriptedApp({
        data: () =>
          streamed(message("process_starts"), generating([cat]), generating([changes]), completed(last)),
      });
      const caller = await startCalling();
      try {
        const call = caller.start(app.url, "/say", {});
        assert.deepEqual(await call.returned, [expected]);
        const partials = call.events.flatMap((event) => (event.type === "partial" ? [event.outputs] : []));
        assert.deepEqual(partials.at(-1), { output: expected });
        // What was shown before stays what it was.
        if (partials.length > 1) assert.deepEqual(partials[0], { output: cat });
      } finally {
        await caller.dispose();
        await app.stop();
      }
    });
  }
});
