import assert from "node:assert/strict";
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkFile, fixFile } from "../../../src/runtime/check/check-file.ts";
import { SourceFile } from "../../../src/runtime/check/edit/source-file.ts";
import { decodeSource, encodeSource } from "../../../src/runtime/text/source-text.ts";
import { fakeServices } from "./fake-services.ts";

const dist = join(import.meta.dirname, "../../../dist");
const options = { dist, lookup: fakeServices };

/** A misspelt input, and a component that needs another import in the first line. */
const lines = [
  'import { FnNode, GradioNode, Graph } from "daggr";',
  "// Größe 🎈",
  "const a = new FnNode(({ t }: { t: string }) => `ä ${t}`, {",
  '  inputs: { tt: "ö" },',
  "});",
  'const b = new GradioNode("owner/speech", { apiName: "/say" });',
  'export default new Graph({ name: "Größe", nodes: [a, b] });',
  "",
];
const fixedLines = (end: string) =>
  lines
    .join(end)
    .replace("Graph }", "Graph, gr }")
    .replace("tt:", "t:")
    .replace(
      '{ apiName: "/say" }',
      `{${end}  apiName: "/say",${end}  inputs: {${end}    text: gr.Textbox({ label: "Text" }),${end}  },${end}}`,
    );

describe("fixes of a file on disk", function () {
  this.timeout(60_000);
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-encodings-"));
  });
  after(() => rm(folder, { recursive: true }));

  const ends = { LF: "\n", CRLF: "\r\n", CR: "\r" };
  for (const [encoding, ...names] of [
    ["utf8", "LF", "CRLF", "CR"],
    ["utf8-bom", "LF"],
    ["utf16le", "CRLF"],
    ["utf16be", "CR"],
  ] as const)
    for (const name of names)
      it(`change nothing but what is wrong in ${encoding} with ${name}`, async () => {
        const path = join(folder, `${encoding}-${name}.ts`);
        const end = ends[name];
        await writeFile(path, encodeSource(lines.join(end), encoding));
        const { fixed, diagnostics } = await fixFile(path, options);
        assert.deepEqual(fixed.toSorted(), ["Add 'text'", "Change 'tt' to 't'"]);
        assert.deepEqual(diagnostics, []);
        const source = decodeSource(await readFile(path));
        assert.ok(source.kind === "text");
        assert.equal(source.encoding, encoding);
        // CR files may be laid out otherwise, but have no other line ends.
        if (end === "\r") assert.doesNotMatch(source.text, /\n/);
        else assert.equal(source.text, fixedLines(end));
      });

  it("leave a file alone that is not UTF-8, and say what to do", async () => {
    const path = join(folder, "latin1.ts");
    const bytes = Buffer.from(lines.join("\n").replace(" 🎈", ""), "latin1");
    await writeFile(path, bytes);
    const { fixed, diagnostics } = await fixFile(path, options);
    assert.deepEqual(fixed, []);
    const [first] = diagnostics;
    assert.equal(first?.code, "not-utf8");
    assert.equal(first.range.start.line, 1);
    assert.match(first.message, /latin1\.ts is not UTF-8 text: .* in line 2\. Save it as UTF-8/);
    assert.ok((await readFile(path)).equals(bytes));
    assert.deepEqual((await checkFile(path, options))[0], first);
  });

  it("say that an imported module is not UTF-8", async () => {
    await writeFile(join(folder, "words.ts"), Buffer.from('export const word = "\xfc";\n', "latin1"));
    const path = join(folder, "imports.ts");
    await writeFile(
      path,
      'import { FnNode, Graph } from "daggr";\nimport { word } from "./words.ts";\nexport default new Graph({ name: "A", nodes: [new FnNode(() => word)] });\n',
    );
    const [first] = await checkFile(path, options);
    assert.match(first?.message ?? "", /words\.ts is not UTF-8 text: .* in line 1\./);
  });

  it("keep links and rights, and leave nothing beside", async () => {
    const path = join(folder, "linked.ts");
    const target = join(folder, "target.ts");
    await writeFile(target, lines.join("\n"));
    await chmod(target, 0o755);
    await symlink(target, path);
    await fixFile(path, options);
    assert.equal(await readFile(target, "utf8"), fixedLines("\n"));
    assert.equal((await stat(target)).mode & 0o777, 0o755);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.endsWith(".tmp")),
      [],
    );
  });

  it("do not overwrite what another program wrote meanwhile", async () => {
    const path = join(folder, "changed.ts");
    await writeFile(path, "const a = 1;\n");
    const source = await SourceFile.read(path);
    assert.ok(source instanceof SourceFile);
    await writeFile(path, "const b = 2;\n");
    await assert.rejects(source.write("const a = 3;\n"), /was changed by another program/);
    assert.equal(await readFile(path, "utf8"), "const b = 2;\n");
  });
});
