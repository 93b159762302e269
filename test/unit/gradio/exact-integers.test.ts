import assert from "node:assert/strict";
import { parseMessage } from "../../../src/runtime/gradio/call/messages.ts";
import {
  exactIntegersIn,
  mergedIntegers,
  withExactIntegers,
} from "../../../src/runtime/values/exact-integers.ts";

const seed = "6687881544318117707";
const inexact = String(Number(seed));

describe("integers beyond 2^53", () => {
  it("are found where numbers stand, and not in texts or fractions", () => {
    assert.deepEqual(exactIntegersIn(`{"a": [${seed}, -${seed}], "n": 1}`), {
      [inexact]: seed,
      [`-${inexact}`]: `-${seed}`,
    });
    for (const text of [
      `"${seed}"`,
      `{"${seed}": "\\"${seed}"}`,
      "9007199254740991",
      "1.2345678901234567",
      "12345678901234567e3",
      "0.00000000000000001234",
      "10000000000000000",
    ])
      assert.equal(exactIntegersIn(text), undefined, text);
  });

  it("are written with their digits, and only they", () => {
    const written = withExactIntegers(JSON.stringify({ data: [Number(seed), inexact, 1] }), {
      [inexact]: seed,
    });
    assert.equal(written, `{"data":[${seed},"${inexact}",1]}`);
    const large = "123456789012345678901234567890";
    const found = exactIntegersIn(`[${large}]`);
    assert.equal(withExactIntegers(JSON.stringify([Number(large)]), found), `[${large}]`);
  });

  it("that look the same are not told apart", () => {
    const other = "6687881544318117708";
    const both = exactIntegersIn(`[${seed}, ${other}]`);
    assert.deepEqual(both, { [inexact]: "" });
    assert.deepEqual(mergedIntegers([both, { [inexact]: seed }]), both);
    assert.equal(withExactIntegers(`[${inexact}]`, both), `[${inexact}]`);
  });

  it("come from a store or an archive only as digits", () => {
    assert.equal(withExactIntegers(`[${inexact}]`, { [inexact]: '1], "x": [2' }), `[${inexact}]`);
  });
});

describe("numbers in Python's notation", () => {
  it("are nothing, as newer versions of Gradio send them; texts stay as they are", () => {
    const message = parseMessage(
      '{"msg": "x", "a": [NaN, Infinity, -Infinity, "NaN, \\"Infinity"], "NaN": 1}',
    );
    assert.deepEqual(message?.fields, { msg: "x", a: [null, null, null, 'NaN, "Infinity'], NaN: 1 });
    assert.throws(() => parseMessage('{"msg": "x", "a": [NaN'), /cut off or damaged/);
    assert.throws(() => parseMessage('{"msg": "x", "a": NaNs}'), /cut off or damaged/);
  });
});
