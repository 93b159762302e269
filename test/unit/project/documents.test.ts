import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { layers } from "../../../.dependency-cruiser.mjs";
import { layers as testLayers } from "../../../scripts/lib/layers.mjs";
import { inRoot } from "../../../scripts/lib/paths.mjs";

const { scripts } = JSON.parse(readFileSync(inRoot("package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
/** Paths in the guides start at the root, or at the engine's folder. */
const starts = ["", "src/runtime/"];
const folders = new Set(
  starts.flatMap((start) =>
    readdirSync(inRoot(start), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
      .map(({ name }) => name),
  ),
);
/** Made by a command that the text names, so a fresh clone lacks them. */
const madeLater = /^(out|dist)\//;

describe("The guides", () => {
  for (const guide of ["ARCHITECTURE.md", "CONTRIBUTING.md"]) {
    it(`${guide} names files and folders that exist`, () => {
      const paths = pathsIn(read(guide));
      assert.ok(paths.length > 20, `only ${paths.length} paths were found in ${guide}`);
      const missing = paths.filter((path) => !starts.some((start) => existsSync(inRoot(start, path))));
      assert.deepEqual(missing, []);
    });
  }

  for (const guide of ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"]) {
    it(`${guide} links to files that exist`, () => {
      const links = [...read(guide).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target!);
      assert.deepEqual(
        links.filter((target) => !existsSync(inRoot(target))),
        [],
      );
    });

    it(`${guide} gives commands that exist`, () => {
      const text = read(guide);
      const called = [...text.matchAll(/npm (?:run ([\w:-]+)|(test|start)\b)/g)].map(
        ([, run, short]) => run ?? short!,
      );
      assert.deepEqual(
        called.filter((name) => !(name in scripts)),
        [],
      );
      const named = [...text.matchAll(/npm test -- ([a-z ]+)/g)].flatMap(([, names]) =>
        names!.trim().split(" "),
      );
      assert.deepEqual(
        named.filter((name) => !testLayers.some((layer) => layer.name === name)),
        [],
      );
    });
  }

  it("ARCHITECTURE.md lists the layers in the order that the checker holds", () => {
    const table = read("ARCHITECTURE.md").split("## Layers")[1]?.split("\n## ")[0] ?? "";
    const rows = [...table.matchAll(/^\| *\d+ *\| *([^|]+)\|/gm)].map(([, cell]) =>
      [...cell!.matchAll(/`([^`]+)`/g)].map(([, place]) => place!.replace(/\/$/, "")),
    );
    assert.deepEqual(
      rows,
      layers.map((layer) => layer.map((place) => place.replace("src/runtime/", ""))),
    );
  });
});

function read(guide: string): string {
  return readFileSync(inRoot(guide), "utf8");
}

/** What stands between backticks, or in a command, and looks like a path of this project. */
function pathsIn(text: string): readonly string[] {
  const words = [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, code]) => code!.split(/[\s'"]+/));
  return words.filter(
    (word) =>
      /^[\w.@-]+(\/[\w.@-]+)*\/?$/.test(word) &&
      !madeLater.test(word) &&
      (/\.(ts|mjs|svelte|md|json)$/.test(word) || (word.includes("/") && folders.has(word.split("/")[0]!))),
  );
}
