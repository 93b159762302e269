import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { defaults } from "../../../src/runtime/defaults.ts";
import { commands, settings } from "../../../src/extension/ids.ts";

interface Manifest {
  name: string;
  publisher: string;
  icon: string;
  license: string;
  repository: { url: string };
  homepage: string;
  bugs: { url: string };
  keywords: string[];
  contributes: {
    commands: { command: string; title: string; category: string }[];
    menus: Record<string, { command: string }[]>;
    configuration: {
      properties: Record<
        string,
        { default?: unknown; scope?: string; order?: number; markdownDescription?: string }
      >;
    };
    walkthroughs: { steps: { media: { markdown: string } }[] }[];
  };
}

const read = (name: string): string => readFileSync(new URL(`../../../${name}`, import.meta.url), "utf8");
const manifest = JSON.parse(read("package.json")) as Manifest;
const strings = JSON.parse(read("package.nls.json")) as Record<string, string>;

describe("the manifest", () => {
  it("has exactly the commands of the code", () => {
    const declared = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(declared.toSorted(), Object.values(commands).toSorted());
  });

  it("shows every command under 'Daggr:'", () => {
    for (const { category } of manifest.contributes.commands) assert.equal(category, "Daggr");
  });

  it("puts only known commands into menus", () => {
    const known = new Set<string>(Object.values(commands));
    for (const { command } of Object.values(manifest.contributes.menus).flat())
      assert.ok(known.has(command), command);
  });

  it("has exactly the settings of the code, each with scope, order and description", () => {
    const { section, ...keys } = settings;
    const { properties } = manifest.contributes.configuration;
    assert.deepEqual(
      Object.keys(properties).toSorted(),
      Object.values(keys)
        .map((key) => `${section}.${key}`)
        .toSorted(),
    );
    for (const [name, { scope, order, markdownDescription }] of Object.entries(properties)) {
      assert.ok(scope !== undefined && order !== undefined && markdownDescription !== undefined, name);
    }
  });

  it("has the defaults of the engine", () => {
    const { section, ...keys } = settings;
    const megabyte = 1024 * 1024;
    const values = {
      ...defaults,
      mediaLimit: defaults.mediaLimit / megabyte,
      downloadLimit: defaults.downloadLimit / megabyte,
      // Of the editor alone.
      types: "ask",
      queue: "",
      files: "",
    };
    assert.deepEqual(
      Object.fromEntries(
        Object.entries(keys).map(([name, key]) => [
          name,
          manifest.contributes.configuration.properties[`${section}.${key}`]?.default,
        ]),
      ),
      values,
    );
  });

  it("uses each string of package.nls.json, and only strings that are there", () => {
    const used = new Set([...read("package.json").matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key));
    assert.deepEqual([...used].toSorted(), Object.keys(strings).toSorted());
  });

  it("has what the pages of the Marketplace, Open VSX and npm show", () => {
    const [page] = /^https:.*(?=\.git$)/.exec(manifest.repository.url.replace(/^git\+/, "")) ?? [];
    assert.ok(page);
    assert.ok(manifest.homepage.startsWith(page) && manifest.bugs.url.startsWith(page));
    assert.ok(manifest.publisher && manifest.license && existsSync(inRoot(manifest.icon)));
    // The Marketplace takes no more.
    assert.ok(manifest.keywords.length <= 30);
    assert.equal(new Set(manifest.keywords).size, manifest.keywords.length);
    for (const name of ["README.md", "CHANGELOG.md", "LICENSE"]) assert.ok(read(name).length > 0);
    // It refuses these in a README.
    assert.doesNotMatch(read("README.md"), /!\[[^\]]*\]\([^)]*\.svg\)|<img/);
  });

  it("shows walkthrough pages that exist", () => {
    for (const { media } of manifest.contributes.walkthroughs.flatMap(({ steps }) => steps))
      assert.ok(read(media.markdown).length > 0);
  });
});
