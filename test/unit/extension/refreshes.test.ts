import assert from "node:assert/strict";
import { mock } from "node:test";
import { LensRefresh } from "../../../src/extension/language/lens-refresh.ts";

/** Milliseconds of silence that VS Code waits for before it looks. */
const SILENCE = 375;
const PACE = 500;

describe("refreshes of lenses", () => {
  let looks: number;
  let told: number;
  let seen: number;
  let content: number;
  let refreshes: LensRefresh;
  /** As VS Code does: each notification starts the wait again. */
  let waiting: NodeJS.Timeout | undefined;
  beforeEach(() => {
    mock.timers.enable({ apis: ["setTimeout"] });
    [looks, told, seen, content, waiting] = [0, 0, 0, 0, undefined];
    refreshes = new LensRefresh(() => {
      told++;
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        looks++;
        refreshes.looked();
        seen = content;
      }, SILENCE);
    }, PACE);
  });
  afterEach(() => {
    refreshes.dispose();
    mock.timers.reset();
  });
  const change = () => {
    content++;
    refreshes.changed();
  };

  it("are seen while changes never cease", () => {
    for (let time = 0; time < 10_000; time += 20) {
      change();
      mock.timers.tick(20);
    }
    assert.ok(looks >= 10 && looks <= 10_000 / PACE, `${looks} looks`);
  });

  it("show the last change in the end", () => {
    for (let changes = 1; changes <= 60; changes++) {
      change();
      mock.timers.tick(changes * 7);
    }
    mock.timers.tick(PACE + SILENCE);
    assert.equal(seen, content);
  });

  it("are told at once after a rest, and once for changes that were seen already", () => {
    change();
    assert.equal(told, 1);
    change();
    mock.timers.tick(5000);
    assert.equal(told, 1);
    assert.equal(seen, 2);
    change();
    assert.equal(told, 2);
  });
});
