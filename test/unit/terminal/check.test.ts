import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Log } from "sarif";
import type { Diagnostic } from "../../../src/runtime/protocol/language.ts";
import { githubCommand } from "../../../src/terminal/check/github.ts";
import type { PrintedDiagnostic } from "../../../src/runtime/check/printed-diagnostic.ts";
import { eventually } from "../../support/eventually.ts";
import { Program } from "./support/program.ts";

const right = `import { FnNode, Graph, gr } from "daggr";
const words = new FnNode(({ text }: { text: string }) => text.split(" "), {
  inputs: { text: gr.Textbox() },
  outputs: { list: gr.JSON<string[]>() },
});
const all = new FnNode(({ list }: { list: string[] }) => list.join("-"), {
  inputs: { list: words.outputs.list },
  outputs: { text: gr.Textbox() },
});
export default new Graph({ name: "Test", nodes: [all] });
`;
const wrong = right.replace("outputs.list", "outputs.lst");

describe("daggr check", function () {
  this.timeout(120_000);
  const program = new Program();
  after(() => {
    program.remove();
  });
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(program.folder, name)), { recursive: true });
    return program.write(name, text);
  };

  describe("of folders and patterns", () => {
    before(() => {
      write("flows/a.ts", wrong);
      write("flows/deep/b.mts", wrong);
      write("flows/other.ts", `export const text = "not from daggr";\n`);
      write("flows/types.d.ts", `import type { Graph } from "daggr";\nexport type G = Graph;\n`);
      write("flows/.hidden/c.ts", wrong);
      write("flows/node_modules/package/d.ts", wrong);
      write("flows/.gitignore", "out/\n");
      write("flows/out/e.ts", wrong);
      write("elsewhere/g.ts", wrong);
      symlinkSync(join(program.folder, "elsewhere"), join(program.folder, "flows/link"));
    });
    after(() => {
      for (const name of ["flows", "elsewhere"]) rmSync(join(program.folder, name), { recursive: true });
    });
    const checked = async (...given: string[]) => {
      const { value } = await program.json<{ diagnostics: PrintedDiagnostic[] }>(["check", ...given]);
      return [...new Set(value.diagnostics.map(({ file }) => file.slice(program.folder.length + 1)))];
    };

    it("takes every workflow file of a folder, and nothing hidden, installed, linked or ignored by git", async () => {
      assert.deepEqual(await checked("flows"), ["flows/a.ts", "flows/deep/b.mts"]);
    });

    it("takes the files of a pattern, and files that are named, whatever they are; each once", async () => {
      assert.deepEqual(await checked("flows/**/*.mts", "flows/out/e.ts", "flows/deep"), [
        "flows/deep/b.mts",
        "flows/out/e.ts",
      ]);
    });

    it("says where there is none", async () => {
      for (const [given, message] of [
        ["flows/none", /There is no file '.*none'/],
        ["flows/*.tsx", /There is no workflow file in 'flows\/\*\.tsx'/],
      ] as const) {
        const { code, stdout, stderr } = await program.run(["check", given]);
        assert.match(stderr, message);
        assert.deepEqual([code, stdout], [2, ""]);
      }
    });
  });

  it("looks at each file as if no other were checked", async () => {
    // Without an import or export of its own, TypeScript takes a file's names for names of all files.
    const script = right.replace(/import (.*) from "daggr"/, `const $1 = require("daggr")`);
    const files = ["one.ts", "two.ts"].map((name) => write(name, script.replace("export default ", "void ")));
    const { value } = await program.json<{ diagnostics: PrintedDiagnostic[] }>(["check", ...files]);
    const [one, two] = files.map((file) =>
      value.diagnostics.filter((found) => found.file === file).map(({ code, line }) => `${code} ${line}`),
    );
    assert.ok(one?.includes("commonjs 1"), one?.join());
    assert.deepEqual(two, one);
    assert.ok(!one?.some((found) => found.startsWith("ts2451")), "redeclared in the other file");
  });

  it("prints GitHub's annotations, from the checkout on", async () => {
    write("repository/flows/a.ts", wrong);
    const env = { GITHUB_WORKSPACE: join(program.folder, "repository") };
    const { code, stdout } = await program.run(["check", "repository", "--format", "github"], env);
    assert.equal(code, 1);
    assert.equal(
      stdout,
      `::error file=flows/a.ts,line=7,endLine=7,col=33,endColumn=36,title=unknown-port::${message}%0AFix: Change 'lst' to 'list'\n1 file: 1 error, 0 other remarks\n`,
    );
  });

  it("prints a SARIF log whose results name their rules, places and fixes", async () => {
    const file = write("sarif/a b.ts", wrong);
    const outside = join(program.folder, "sarif");
    const { code, stdout } = await program.run(["check", file, "--format", "sarif"], {
      GITHUB_WORKSPACE: outside,
    });
    assert.equal(code, 1);
    const log = JSON.parse(stdout) as Log;
    const [run] = log.runs;
    const [result] = run!.results ?? [];
    assert.equal(run!.originalUriBaseIds?.["%SRCROOT%"]?.uri, `${pathToFileURL(outside).href}/`);
    const artifactLocation = { uri: "a%20b.ts", uriBaseId: "%SRCROOT%" };
    const region = { startLine: 7, startColumn: 33, endLine: 7, endColumn: 36 };
    assert.deepEqual(result, {
      ruleId: "unknown-port",
      ruleIndex: run!.tool.driver.rules?.findIndex(({ id }) => id === "unknown-port"),
      level: "error",
      message: { text: message },
      locations: [{ physicalLocation: { artifactLocation, region } }],
      relatedLocations: result!.relatedLocations,
      fixes: [
        {
          description: { text: "Change 'lst' to 'list'" },
          artifactChanges: [
            {
              artifactLocation,
              replacements: [{ deletedRegion: region, insertedContent: { text: "list" } }],
            },
          ],
        },
      ],
    });
  });

  it("checks again after each change of a file or of a module that it imports", async () => {
    const module = write("watched/lib/names.ts", `export const name = "Test";\n`);
    const file = write(
      "watched/flow/a.ts",
      `import { name } from "../lib/names.ts";\n${right.replace(`"Test"`, "name")}`,
    );
    const running = program.start(["check", file, "--watch"]);
    const rounds = () => running.stdout.split("\n").filter((line) => line.startsWith("1 file"));
    try {
      await eventually("it is checked", () =>
        assert.deepEqual(rounds(), ["1 file: 0 errors, 0 other remarks"]),
      );
      await eventually("the module is changed", () => {
        // Read while it is written, the module is empty and the error another one: a later round tells the right one.
        writeFileSync(module, `export const name = 5;\n`);
        assert.match(running.stdout, /ts2322/);
        assert.equal(rounds().at(-1), "1 file: 1 error, 0 other remarks");
      });
      writeFileSync(file, right);
      await eventually("the workflow is changed", () =>
        assert.equal(rounds().at(-1), "1 file: 0 errors, 0 other remarks"),
      );
    } finally {
      running.child.kill("SIGINT");
    }
    assert.equal((await running.finished).code, 130);
  });

  it("refuses an unknown format", async () => {
    const { code, stderr } = await program.run(["check", "a.ts", "--format", "xml"]);
    assert.equal(code, 2);
    assert.match(stderr, /Allowed choices are text, github, sarif, json/);
  });
});

const message =
  "Output port 'lst' not found on node 'words'. Available outputs: 'list'. Did you mean 'list'?";

describe("a GitHub workflow command", () => {
  const at = (line: number, character: number) => ({ line, character });
  const diagnostic: Diagnostic = {
    file: "/w/a, b:c%.ts",
    range: { start: at(1, 2), end: at(3, 0) },
    source: "daggr",
    severity: "information",
    code: "unverified",
    message: "100%: one,\r\n::error::two",
    related: [],
    fixes: [],
  };

  it("cannot be ended or continued by a message or a file's name, and has columns of one line only", () => {
    assert.equal(
      githubCommand(diagnostic, "/w"),
      "::notice file=a%2C b%3Ac%25.ts,line=2,endLine=4,title=unverified::100%25: one,%0D%0A::error::two",
    );
  });

  it("names a file outside of the checkout by its whole path", () => {
    assert.match(githubCommand({ ...diagnostic, file: "/v/a.ts" }, "/w"), /^::notice file=\/v\/a\.ts,/);
  });
});
