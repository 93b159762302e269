import assert from "node:assert/strict";
import { appRuns } from "../../../webview/app/history.ts";
import type { ResultSummary } from "../../../src/runtime/sheets/store.ts";

const result = (id: string, startedAt: number, more: Partial<ResultSummary> = {}): ResultSummary => ({
  id,
  key: id,
  startedAt,
  duration: 5,
  starred: false,
  edited: false,
  ...more,
});

describe("the earlier runs of an app", () => {
  it("have at most one result of each node, the newest run first", () => {
    const runs = appRuns({
      picture: [result("p3", 300), result("p2", 200), result("p1", 100)],
      voice: [result("v3", 310, { starred: true, name: "Best" }), result("v1", 110)],
    });
    assert.deepEqual(
      runs.map(({ results }) => results.map(({ id }) => id)),
      [["p3", "v3"], ["p2"], ["p1", "v1"]],
    );
    assert.deepEqual(
      runs.map(({ name, starred, duration }) => [name, starred, duration]),
      [
        ["Best", true, 15],
        [undefined, false, 5],
        [undefined, false, 15],
      ],
    );
  });

  it("are none where nothing has run", () => assert.deepEqual(appRuns({ picture: [] }), []));
});
