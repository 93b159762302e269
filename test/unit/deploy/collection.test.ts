import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { Project } from "./support/project.ts";

const graph = `import { FnNode, Graph } from "daggr";\n`;

describe("What a workflow needs on a Space", () => {
  let project: Project;
  const made = (files: Readonly<Record<string, string>>) => (project = new Project(files));
  afterEach(() => project.remove());

  it("are its local modules with all that these import, and nothing that is not imported", async () => {
    made({
      "flow.ts": `${graph}import { a } from "./lib/a.js";\nimport type { T } from "./types.ts";\nawait import("./later.ts");\na;`,
      "lib/a.ts": `export * from "../b";\nexport const a = 1;`,
      "b/index.ts": `import data from "../data.json";\nexport const b = data;`,
      "data.json": `{"x": 1}`,
      "later.ts": `export {};`,
      "types.ts": `export type T = string;`,
      "other.ts": `export {};`,
    });
    const { entry, modules, packages, config, notes } = await project.collect("flow.ts");
    assert.equal(entry, "flow.ts");
    assert.deepEqual(modules, ["b/index.ts", "data.json", "flow.ts", "later.ts", "lib/a.ts"]);
    assert.deepEqual([packages, config, notes], [{}, undefined, []]);
  });

  it("follows aliases of a configuration that extends another, and writes one that leads the same way", async () => {
    made({
      "flow/flow.ts": `${graph}import { a } from "@lib/a";\na;`,
      "flow/lib/a.ts": `export class A { x = 1; }\nexport const a = new A();`,
      "base.json": `{"compilerOptions": {"target": "ES2020"}}`,
      "tsconfig.json": `{"extends": "./base.json", "compilerOptions": {"strict": true, "paths": {"@lib/*": ["./flow/lib/*"]}}}`,
    });
    const { modules, config } = await project.collect("flow/flow.ts", "flow");
    assert.deepEqual(modules, ["flow.ts", "lib/a.ts"]);
    assert.deepEqual(JSON.parse(config ?? ""), {
      compilerOptions: { useDefineForClassFields: false, paths: { "@lib/a": ["./lib/a.ts"] } },
    });
  });

  it("refuses configurations that compile its files in different ways", async () => {
    made({
      "flow.ts": `${graph}import { a } from "./lib/a.ts";\na;`,
      "lib/a.ts": `export class A { x = 1; }\nexport const a = new A();`,
      "lib/tsconfig.json": `{"compilerOptions": {"useDefineForClassFields": false}}`,
      "b.ts": `export class B { y = 1; }`,
      "tsconfig.json": `{}`,
    });
    // The file that does not care is compiled the same by both.
    assert.match((await project.collect("flow.ts")).config ?? "", /"useDefineForClassFields": false/);
    project.write("flow.ts", `${graph}import { a } from "./lib/a.ts";\nimport { B } from "./b.ts";\na;B;`);
    const [failure] = await project.refusals("flow.ts");
    assert.match(failure?.message ?? "", /compiled in different ways.*lib\/tsconfig\.json/);
    assert.match(failure?.help ?? "", /one configuration/);
  });

  it("says of an import that leaves the folder where it is, and what to do", async () => {
    made({
      "flow/flow.ts": `${graph}import { a } from "../shared/a.ts";\na;`,
      "shared/a.ts": `export const a = 1;`,
    });
    const [failure, ...more] = await project.refusals("flow/flow.ts", "flow");
    assert.match(failure?.message ?? "", /'\.\.\/shared\/a\.ts' leaves the folder.*shared\/a\.ts/);
    assert.match(failure?.help ?? "", /--root/);
    assert.deepEqual(failure?.at, { file: project.path("flow/flow.ts"), line: 2, column: 19 });
    assert.deepEqual(more, []);
    const { entry, modules } = await project.collect("flow/flow.ts");
    assert.deepEqual([entry, modules], ["flow/flow.ts", ["flow/flow.ts", "shared/a.ts"]]);
  });

  it("refuses links and packages that only this machine has", async () => {
    made({
      "flow/flow.ts": `${graph}import { a } from "./link.ts";\nimport tools from "tools";\na;tools;`,
      "flow/real.ts": `export const a = 1;`,
      "tools/package.json": `{"name": "tools", "version": "1.0.0", "main": "index.js"}`,
      "tools/index.js": `export default 1;`,
      "node_modules/.keep": "",
    });
    symlinkSync(project.path("flow/real.ts"), project.path("flow/link.ts"));
    symlinkSync(project.path("tools"), project.path("node_modules/tools"));
    const failures = await project.refusals("flow/flow.ts");
    assert.deepEqual(
      failures.map(({ message }) => /symbolic link|linked from/.exec(message)?.[0]),
      ["symbolic link", "linked from"],
    );
    assert.match(failures[0]?.help ?? "", /'\.\/real\.ts'/);
    assert.match(failures[1]?.help ?? "", /'\.\.\/tools\/index\.js'/);
  });

  it("takes the packages that are imported, in the versions that are installed", async () => {
    made({
      "flow.ts": `${graph}import one from "one";\nimport { x } from "@scope/two/sub";\nimport git from "git-one";\nimport fs from "node:fs";\none;x;git;fs;`,
      "package.json": JSON.stringify({
        type: "module",
        name: "mine",
        scripts: { prepare: "exit 1" },
        dependencies: { one: "^1.0.0", unused: "^3.0.0", "git-one": "github:ann/git-one" },
      }),
    });
    project.install("one", "1.4.2");
    project.install("unused", "3.0.0");
    project.install("git-one", "0.0.1");
    project.install("@scope/two", "2.0.0");
    project.write("node_modules/@scope/two/sub.js", "exports.x = 1;");
    const { packages, manifests } = await project.collect("flow.ts");
    assert.deepEqual(packages, { one: "1.4.2", "@scope/two": "2.0.0", "git-one": "github:ann/git-one" });
    assert.deepEqual([...manifests], [["", { name: "mine", type: "module" }]]);
  });

  it("refuses a package that comes from a folder of this machine", async () => {
    made({
      "flow.ts": `${graph}import one from "one";\none;`,
      "package.json": JSON.stringify({ dependencies: { one: "file:../one-1.0.0.tgz" } }),
    });
    project.install("one", "1.0.0");
    const [failure] = await project.refusals("flow.ts");
    assert.match(failure?.message ?? "", /'one' comes from this machine \(file:/);
  });

  it("keeps what explains `#name` imports, and refuses it where it lies outside", async () => {
    made({
      "flow/flow.ts": `${graph}import { a } from "#a";\na;`,
      "flow/a.ts": `export const a = 1;`,
      "package.json": JSON.stringify({ imports: { "#a": "./flow/a.ts" } }),
    });
    const { manifests, modules } = await project.collect("flow/flow.ts");
    assert.deepEqual([...manifests], [["", { imports: { "#a": "./flow/a.ts" } }]]);
    assert.deepEqual(modules, ["flow/a.ts", "flow/flow.ts"]);
    const [failure] = await project.refusals("flow/flow.ts", "flow");
    assert.match(failure?.message ?? "", /'#a' is explained by .*package\.json, outside/);
    assert.match(failure?.help ?? "", /--root/);
  });

  it("tells what keeps the workflow from being loaded, with its line", async () => {
    made({ "flow.ts": `${graph}import { a } from "./missing.ts";\na;` });
    const [failure] = await project.refusals("flow.ts");
    assert.match(failure?.message ?? "", /Cannot find '\.\/missing\.ts'/);
    assert.equal(failure?.at?.line, 2);
  });
});
