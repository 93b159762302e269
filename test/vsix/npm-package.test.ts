import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capture } from "../../scripts/lib/run.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";

const { version } = JSON.parse(readFileSync(inRoot("package.json"), "utf8")) as { version: string };

/** `port` is a number's, so that a text's method on it is a mistake that types find. */
const workflow = (port: string) => `import { FnNode, Graph, gr } from "daggr";

const words = new FnNode(({ text }) => text.split(" ").length, {
  inputs: { text: gr.Textbox({ value: "one two three" }) },
  outputs: { count: gr.Number() },
});
const twice = new FnNode(({ count }) => count.toFixed(2) + process.platform.slice(0, 0), {
  inputs: { count: words.${port} },
  outputs: { text: gr.Textbox() },
});
export default new Graph({ name: "Words", nodes: [twice] });
`;

describe("the npm package, installed from its tarball in an empty folder", function () {
  this.timeout(120_000);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "daggr-npm-")));
  const project = join(folder, "project");
  // Nothing was ever fetched into this cache, so what is not in the tarball is nowhere.
  const env = { npm_config_cache: join(folder, "npm-cache"), DAGGR_CACHE: join(folder, "cache") };
  const run = (command: string, ...args: string[]) =>
    capture(command, args, { cwd: project, env, quiet: true });
  const daggr = (...args: string[]) => run("npx", "--offline", "--no", "--", "daggr", ...args);

  before(async () => {
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
    writeFileSync(join(project, "right.ts"), workflow("count"));
    writeFileSync(join(project, "wrong.ts"), workflow("cuont"));
    const tarball = inRoot(`daggr-${version}.tgz`);
    const { code, output } = await run("npm", "install", "--offline", "--no-audit", "--save-dev", tarball);
    assert.equal(code, 0, output);
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  it("brings one package and installs nothing beside it, with the extension's version", async () => {
    const { output } = await run("npm", "ls", "--all", "--parseable");
    assert.deepEqual(output.trim().split("\n").slice(1), [join(project, "node_modules", "daggr")]);
    assert.equal((await daggr("--version")).output.trim(), version);
  });

  it("finds what is wrong in a workflow, and nothing in a right one", async () => {
    const wrong = await daggr("check", "wrong.ts");
    assert.equal(wrong.code, 1, wrong.output);
    assert.match(wrong.output, /wrong\.ts:8:\d+.*cuont[^]*Did you mean 'count'/);
    const right = await daggr("check", "right.ts");
    assert.deepEqual([right.code, right.output.trim()], [0, "1 file: 0 errors, 0 other remarks"]);
  });

  it("runs a workflow", async () => {
    const { code, output } = await daggr("run", "right.ts", "--json", "--input", "words.text=a b");
    assert.equal(code, 0, output);
    const { results } = JSON.parse(output) as { results: unknown };
    assert.deepEqual(results, { words: { count: 2 }, twice: { text: "2.00" } });
  });

  it("exports the sheet of a run as a page", async () => {
    await daggr("run", "right.ts", "--data", "kept");
    const { code, output } = await daggr("export", "right.ts", "--data", "kept", "--html", "page.html");
    assert.equal(code, 0, output);
    assert.match(readFileSync(join(project, "page.html"), "utf8"), /<title>Words – Sheet 1<\/title>/);
  });

  for (const [module, resolution] of [
    ["esnext", "bundler"],
    ["nodenext", "nodenext"],
  ] as const) {
    it(`has types for TypeScript, those of Node with them, under ${resolution}`, async () => {
      const options = ["--noEmit", "--strict", "--skipLibCheck", "--ignoreConfig", "--target", "es2022"];
      const check = (file: string) =>
        run(
          process.execPath,
          inRoot("node_modules/typescript/bin/tsc"),
          ...options,
          ...["--module", module, "--moduleResolution", resolution, file],
        );
      assert.deepEqual(await check("right.ts"), { code: 0, output: "" });
      const { code, output } = await check("wrong.ts");
      assert.notEqual(code, 0);
      assert.match(output, /wrong\.ts\(8,26\): error .*'cuont'.*Did you mean 'count'/);
    });
  }

  it("says where the workspace's version is not the engine's", async () => {
    const manifest = join(project, "node_modules/daggr/package.json");
    const installed = readFileSync(manifest, "utf8");
    writeFileSync(manifest, JSON.stringify({ ...(JSON.parse(installed) as object), version: "9.9.9" }));
    try {
      const program = inRoot("dist/daggr.cjs");
      const { output } = await run(process.execPath, program, "check", "right.ts");
      assert.match(output, /The workspace has daggr 9\.9\.9, but workflows are run by daggr/);
      assert.match((await run(process.execPath, program, "run", "right.ts")).output, /3\.00/);
    } finally {
      writeFileSync(manifest, installed);
    }
  });
});
