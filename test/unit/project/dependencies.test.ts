import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inRoot } from "../../../scripts/lib/paths.mjs";

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Its declarations are copied to dist/, though no bundle has code of it. */
const copied = ["@types/node"];

describe("dependencies", () => {
  it("are those whose code people get, so that `npm audit --omit=dev` says what concerns them", () => {
    // Written by the build.
    const bundled = JSON.parse(readFileSync(inRoot("out", "bundled-packages.json"), "utf8")) as string[];
    const manifest = JSON.parse(readFileSync(inRoot("package.json"), "utf8")) as Manifest;
    const named = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    const shipped = named.filter((name) => bundled.includes(name) || copied.includes(name));
    assert.deepEqual(Object.keys(manifest.dependencies).sort(), shipped.sort());
  });
});
