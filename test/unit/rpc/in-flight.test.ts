import assert from "node:assert/strict";
import { InFlight } from "../../../src/runtime/rpc/in-flight.ts";

describe("what is in flight", () => {
  it("is what a Map with the same entries holds, in the order of their numbers", () => {
    const flying = new InFlight<string | undefined>();
    const map = new Map<number, string | undefined>();
    let seed = 7;
    const random = (limit: number) => (seed = (seed * 48_271) % 2_147_483_647) % limit;
    for (let step = 0; step < 5_000; step++) {
      const id = random(300);
      if (random(2) === 0) {
        const entry = random(20) === 0 ? undefined : `entry ${step}`;
        flying.set(id, entry);
        map.set(id, entry);
      } else {
        flying.delete(id);
        map.delete(id);
      }
      assert.equal(flying.size, map.size);
      assert.equal(flying.has(id), map.has(id));
      assert.equal(flying.get(id), map.get(id));
    }
    const entries = [...map].sort(([a], [b]) => a - b);
    assert.ok(entries.length > 50);
    assert.deepEqual(flying.entries(), entries);
    assert.deepEqual(
      flying.values(),
      entries.map(([, entry]) => entry),
    );
    flying.clear();
    assert.equal(flying.size, 0);
    assert.deepEqual(flying.entries(), []);
  });
});
