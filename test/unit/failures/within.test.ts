import assert from "node:assert/strict";
import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { within } from "../../../src/runtime/failures/network.ts";

describe("a time limit", () => {
  it("is kept though memory is cleaned up meanwhile", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const signal = within(100, new AbortController().signal);
    const aborted = once(signal, "abort");
    const keepAlive = setInterval(collect, 10);
    try {
      await aborted;
    } finally {
      clearInterval(keepAlive);
    }
    assert.equal((signal.reason as Error).name, "TimeoutError");
  });

  it("ends with the signal it is given, also one that has ended", async () => {
    const stop = new AbortController();
    const signal = within(60_000, stop.signal);
    stop.abort(new Error("enough"));
    assert.equal((signal.reason as Error).message, "enough");
    assert.equal((within(60_000, stop.signal).reason as Error).message, "enough");
    await Promise.resolve();
  });
});
