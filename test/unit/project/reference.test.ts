import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { referencePage } from "../../../scripts/reference-page.ts";
import * as daggr from "../../../src/runtime/daggr/public.ts";

const path = inRoot("docs/reference.md");

describe("the reference page", () => {
  it("is current (UPDATE_DOCS=1 writes it)", () => {
    const made = referencePage();
    if (process.env["UPDATE_DOCS"] === "1") writeFileSync(path, made);
    assert.equal(readFileSync(path, "utf8"), made);
  });

  it("has an example of everything that the module exports, and shows every example", () => {
    const page = readFileSync(path, "utf8");
    const code = [...page.matchAll(/^```ts\n(.*?)^```/gms)].map(([, text = ""]) => text);
    for (const name of Object.keys(daggr).filter((one) => one !== "default"))
      assert.ok(
        code.some((text) => new RegExp(`\\b${name}\\b`).test(text)),
        `no example uses ${name}`,
      );
    for (const file of readdirSync(inRoot("docs/examples")))
      assert.ok(code.includes(readFileSync(inRoot("docs/examples", file), "utf8")), `${file} is not shown`);
  });

  it("links to sections and files that there are", () => {
    const page = readFileSync(path, "utf8");
    const anchors = new Set([...page.matchAll(/^## (.*)$/gm)].map(([, title]) => title!.toLowerCase()));
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target!);
    assert.ok(links.length > 15);
    assert.deepEqual(
      links.filter((target) => !anchors.has(target)),
      [],
    );
  });
});
