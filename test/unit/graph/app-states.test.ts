import assert from "node:assert/strict";
import { linkStates, type StateUser } from "../../../src/runtime/graph/app-states.ts";

/** `"w1 r2"`: writes state 1, reads state 2. */
function user(text: string, more: Partial<StateUser> = {}): StateUser {
  const ids = (letter: string) =>
    text.split(" ").flatMap((part) => (part.startsWith(letter) ? [Number(part.slice(1))] : []));
  return { app: "app", reads: ids("r"), writes: ids("w"), leaves: true, ...more };
}

/** Who takes up what whose states, as `"mesh < views 1"`; behind what it waits, as `"refine after mesh"`. */
function linked(
  users: Readonly<Record<string, StateUser>>,
  needs: Readonly<Record<string, readonly string[]>> = {},
): string[] {
  const all = new Map(Object.keys({ ...users, ...needs }).map((name) => [name, needs[name] ?? []]));
  return [...linkStates(new Map(Object.entries(users)), all)].flatMap(([step, links]) => [
    ...[...links.from].map(([from, ids]) => `${step} < ${from} ${ids.join(" ")}`),
    ...links.after.map((other) => `${step} after ${other}`),
    ...links.partners.map((other) => `${step} beside ${other}`),
    ...(links.unclear ? [`${step} ? ${links.unclear.join(" ")}`] : []),
  ]);
}

describe("the states of an app", () => {
  it("are taken up from the step that one is wired to, be it through others", () => {
    const users = { views: user("w1"), mesh: user("r1") };
    assert.deepEqual(linked(users, { mesh: ["upper"], upper: ["views"] }), ["mesh < views 1"]);
  });

  it("are taken up without a wire where only one step leaves them", () => {
    assert.deepEqual(linked({ mesh: user("r1"), views: user("w1") }), ["mesh < views 1"]);
  });

  it("are those of the step's own pair", () => {
    const users = { a: user("w1"), b: user("w1"), meshA: user("r1"), meshB: user("r1") };
    assert.deepEqual(linked(users, { meshA: ["a"], meshB: ["b"] }), ["meshA < a 1", "meshB < b 1"]);
  });

  it("are found in a chain of a thousand steps, each of which changes them", () => {
    const names = Array.from({ length: 1_000 }, (_, at) => `n${at}`);
    const users = Object.fromEntries(names.map((name) => [name, user("r1 w1")]));
    const needs = Object.fromEntries(names.slice(1).map((name, at) => [name, [names[at]!]]));
    const links = linked(users, needs);
    assert.equal(links.filter((text) => text.includes("<")).length, 999);
    assert.ok(links.includes("n999 < n998 1"));
  });

  it("are not guessed between two", () => {
    const users = { a: user("w1"), b: user("w1"), mesh: user("r1") };
    assert.deepEqual(linked(users), ["mesh ? a b"]);
    assert.deepEqual(linked(users, { mesh: ["a", "b"] }), ["mesh ? a b"]);
  });

  it("are the last ones where one step follows another", () => {
    const users = { a: user("w1"), b: user("w1"), mesh: user("r1") };
    assert.deepEqual(linked(users, { b: ["a"], mesh: ["b"] }), ["mesh < b 1"]);
  });

  it("stay apart for steps that begin with what they change", () => {
    assert.deepEqual(linked({ one: user("r1 w1"), two: user("r1 w1") }), []);
    assert.deepEqual(linked({ one: user("r1 w1"), two: user("r1 w1") }, { two: ["one"] }), ["two < one 1"]);
  });

  it("are read before another step changes them, in the order of the graph", () => {
    const users = { views: user("w1"), mesh: user("r1"), refine: user("r1 w1"), late: user("r1") };
    assert.deepEqual(linked(users), [
      "mesh < views 1",
      "refine < views 1",
      "refine after mesh",
      "late < refine 1",
    ]);
  });

  it("are changed by one step after the other", () => {
    const users = { views: user("w1"), red: user("r1 w1"), blue: user("r1 w1") };
    assert.deepEqual(linked(users, { red: ["views"], blue: ["views"] }), ["red < views 1", "blue < red 1"]);
  });

  it("come together from two steps that begin one session, one after the other", () => {
    const users = { views: user("w1"), paint: user("w2"), both: user("r1 r2") };
    assert.deepEqual(linked(users), [
      "views beside paint",
      "paint after views",
      "paint beside views",
      "both < views 1",
      "both < paint 2",
    ]);
  });

  it("of another app, and of a variant that is not selected, are nobody's", () => {
    assert.deepEqual(linked({ views: user("w1", { app: "other" }), mesh: user("r1") }), []);
    assert.deepEqual(linked({ views: user("w1", { leaves: false }), mesh: user("r1") }), []);
    const users = { a: user("w1"), b: user("w1", { leaves: false }), mesh: user("r1") };
    assert.deepEqual(linked(users), ["mesh < a 1"]);
  });

  it("are not taken up from a step that comes later", () => {
    assert.deepEqual(linked({ first: user("r1"), views: user("w1") }, { views: ["first"] }), []);
  });

  it("are linked without a circle, whatever the graph", () => {
    for (let seed = 1; seed <= 300; seed++) {
      let next = seed;
      const random = (below: number) => (next = (next * 48_271) % 2_147_483_647) % below;
      const names = Array.from({ length: 8 }, (_, index) => `n${index}`);
      const ids = () => Array.from({ length: 3 }, (_, id) => id).filter(() => random(3) === 0);
      const users = Object.fromEntries(
        names.map((name) => [name, { app: "app", reads: ids(), writes: ids(), leaves: true }]),
      );
      const needs = Object.fromEntries(
        names.map((name, index) => [name, names.slice(0, index).filter(() => random(4) === 0)]),
      );
      const links = linkStates(new Map(Object.entries(users)), new Map(Object.entries(needs)));
      assert.equal(links.size, names.length, `seed ${seed} has a circle`);
    }
  });
});
