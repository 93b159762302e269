import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { NotPlainError, toPlain } from "../../../src/runtime/process/child/calls/plain.ts";

class Secret {
  #amount = 1;
  constructor(public x: number) {}
  get doubled() {
    return this.#amount * 2;
  }
}
class Inherited extends Secret {
  y = 2;
}
class Point {
  constructor(
    public x: number,
    public y: number,
  ) {}
}
class Money {
  #cents = 150;
  toJSON() {
    return { cents: this.#cents };
  }
}
class Marker {
  colour() {
    return "#fff; #abc = 1";
  }
}
class Odd {
  static readonly #count = 1;
  static count() {
    return Odd.#count;
  }
  name = "odd";
}

const refused: Readonly<Record<string, readonly [unknown, RegExp]>> = {
  "a forgotten json()": [new Response('{"a":1}'), /^result is a Response.*await response\.json\(\)/],
  "a Response in a list": [{ all: [new Response("")] }, /^result\.all\[0\] is a Response/],
  "a Request": [new Request("http://x.test/"), /is a Request.*await request\.json\(\)/],
  Headers: [new Headers({ a: "1" }), /Headers.*Object\.fromEntries\(headers\)/],
  FormData: [new FormData(), /FormData.*Object\.fromEntries\(form\)/],
  URLSearchParams: [new URLSearchParams("a=1"), /URLSearchParams.*Object\.fromEntries\(params\)/],
  "a stream of the web": [new ReadableStream(), /ReadableStream.*await new Response\(stream\)\.text\(\)/],
  "a stream of Node": [Readable.from(["a"]), /is a stream \(Readable\)/],
  "a WeakMap": [new WeakMap(), /is a WeakMap/],
  "a WeakSet": [{ seen: new WeakSet() }, /^result\.seen is a WeakSet/],
  "a WeakRef": [new WeakRef({}), /is a WeakRef/],
  "a RegExp": [{ by: /a+b/gi }, /^result\.by is a RegExp.*String\(/],
  "an invalid date": [[new Date(Number.NaN)], /^result\[0\] is an invalid date/],
  "a symbol as a key": [
    { [Symbol("id")]: 1, a: 1 },
    /^result has a property named by a symbol \(Symbol\(id\)\)/,
  ],
  "private fields": [new Secret(3), /^result is a Secret with private fields \(#amount\).*toJSON/],
  "inherited private fields": [
    { a: new Inherited(3) },
    /^result\.a is an Inherited with private fields \(#amount\)/,
  ],
  "a formatter": [new Intl.DateTimeFormat("en"), /is an Intl\.DateTimeFormat, whose data/],
  "shared memory": [new SharedArrayBuffer(3), /binary data \(SharedArrayBuffer\)/],
  "an integer that no number holds": [2n ** 60n, /is a bigint.*String\(…\).*would lose/],
  "a small bigint": [{ id: 1n }, /^result\.id is a bigint\. Return Number\(…\) or String\(…\) of it/],
  "what is nested without end": [nested(20_000), /is nested more than \d+ levels deep/],
};

const kept: Readonly<Record<string, readonly [unknown, unknown]>> = {
  "an instance with public fields": [new Point(1, 2), { x: 1, y: 2 }],
  "an instance that says itself what it is": [{ price: new Money() }, { price: { cents: 150 } }],
  "an instance without fields": [[new Marker()], [{}]],
  "private fields of the class itself": [new Odd(), { name: "odd" }],
  "a boxed text, number and switch": [
    [Object("a"), Object(1), Object(false)],
    ["a", 1, false],
  ],
  "an object without a prototype": [Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  "an address": [{ at: new URL("http://x.test/a?b") }, { at: "http://x.test/a?b" }],
  "a match of a pattern": ["ab".match(/a(b)/), ["ab", "b"]],
  "a large number": [
    [2 ** 60, 1e300],
    [2 ** 60, 1e300],
  ],
  "what is nested deeply": [nested(500), nested(500)],
};

function nested(levels: number): unknown {
  let value: unknown = "end";
  for (let level = 0; level < levels; level++) value = { in: value };
  return value;
}

describe("plain data of what code returned", () => {
  for (const [what, [value, message]] of Object.entries(refused))
    it(`is not made of ${what}`, () => {
      assert.throws(
        () => toPlain(value, "result"),
        (error) => error instanceof NotPlainError && message.test(error.message),
        what,
      );
    });

  for (const [what, [value, expected]] of Object.entries(kept))
    it(`is made of ${what}`, () => {
      assert.deepEqual(toPlain(value, "result"), expected);
    });
});
