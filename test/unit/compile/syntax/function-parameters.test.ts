import assert from "node:assert/strict";
import { runInThisContext } from "node:vm";
import { parametersOf } from "../../../../src/runtime/compile/syntax/function-parameters.ts";

/** Source of an expression that gives a function, and what its inputs are: `=` has a default, `...` takes others too. */
const cases: readonly [title: string, source: string, inputs: string | undefined][] = [
  ["an arrow function", "({ a, b = 2 }) => a + b", "a b="],
  ["an async one", "async ({ a }) => a", "a"],
  ["a function", "function named({ a }, context) {}", "a"],
  ["a generator", "function* ({ a }) {}", "a"],
  ["a method", "({ method({ a, b = 1 }) {} }).method", "a b="],
  ["an async generator method", "({ async *generator({ a }) {} }).generator", "a"],
  ["a method with a computed name", `({ ["computed " + 1]({ a }) {} })["computed 1"]`, "a"],
  [
    "a method with private fields and super",
    "(class { #x; m({ a }) { return #x in a && super.toString(); } }).prototype.m",
    "a",
  ],
  ["one with comments and line breaks", "(/* first */ {\n  a, // the a\n}) =>\n  a // end", "a"],
  ["renamed, nested and quoted inputs", `({ a: x, b: { c } = {}, "d e": f, 5: g }) => x`, "a b= d e 5"],
  ["a rest", "({ a, ...others }) => others", "a ..."],
  ["a default of the whole", "({ a = 1 } = {}) => a", "a="],
  ["no parameter", "() => 1", ""],
  ["one that only stands before the context", "(_inputs, context) => context.files", "..."],
  ["one that is not destructured", "(inputs) => inputs", undefined],
  ["a bound function", "(({ a }) => a).bind(null)", undefined],
  ["a native one", "Math.max", undefined],
  ["a class", "class { constructor({ a }) {} }", undefined],
];

describe("the inputs in a function's source", () => {
  for (const [title, source, expected] of cases) {
    it(`of ${title}`, () => {
      const found = parametersOf(runInThisContext(`(${source}\n)`) as () => unknown);
      const names = found?.inputs.map(({ name, hasDefault }) => (hasDefault ? `${name}=` : name));
      assert.equal(names && [...names, ...(found?.rest ? ["..."] : [])].join(" "), expected);
    });
  }
});
