import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { filePath, Language } from "../../../src/runtime/check/language.ts";
import { dist } from "./test-language.ts";
import { fakeServices } from "./fake-services.ts";

const workflow = (imports: string, used = "value") =>
  `import { FnNode, Graph } from "daggr";\n${imports}\nconst node = new FnNode(() => String(${used}));\nexport default new Graph({ name: "Test", nodes: [node] });\n`;
const common = { target: "es2022", module: "esnext", moduleResolution: "bundler", strict: true };

describe("options of a tsconfig.json that a run cannot follow", function () {
  this.timeout(60_000);
  let folder: string;
  let language: Language;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-options-"));
    language = new Language(dist, fakeServices);
  });
  afterEach(async () => {
    language.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  /** What is said of the first of the files, in an editor and in the terminal alike. */
  const said = async (options: object, files: Readonly<Record<string, string>>) => {
    const config = { compilerOptions: { ...common, ...options }, include: ["**/*"] };
    for (const [name, text] of Object.entries({ "tsconfig.json": JSON.stringify(config), ...files })) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    const file = filePath(join(folder, Object.keys(files)[0] ?? ""));
    language.filesChanged([filePath(join(folder, "tsconfig.json"))]);
    const own = language.ruleDiagnostics(file).filter(({ code }) => code === "unfollowed-option");
    const all = language.allDiagnostics(file);
    assert.deepEqual(
      all.filter(({ code }) => code === "unfollowed-option"),
      own,
    );
    return own.map(({ severity, message, range }) => `${range.start.line + 1} ${severity}: ${message}`);
  };

  it("moduleSuffixes, where an import leads to another file by them", async () => {
    const [told = "", ...more] = await said(
      { moduleSuffixes: [".node", ""] },
      {
        "workflow.ts": workflow('import { value } from "./value";'),
        "value.ts": "export const value = 1;",
        "value.node.ts": "export const value = 2;",
      },
    );
    assert.match(told, /^2 warning: '\.\/value' leads to .*value\.node\.ts by "moduleSuffixes"/);
    assert.deepEqual(more, []);
  });

  it("rootDirs, also of a module that another one imports", async () => {
    const [told = "", ...more] = await said(
      { rootDirs: ["src", "made"] },
      {
        "src/workflow.ts": workflow('import { value } from "./helper.js";'),
        "src/helper.ts": 'export { value } from "./value.js";',
        "made/value.ts": "export const value = 1;",
      },
    );
    assert.match(told, /^2 warning: '\.\/value\.js' leads to .*made\/value\.ts by "rootDirs"/);
    assert.deepEqual(more, []);
  });

  it("jsx that is kept, where there is JSX", async () => {
    const files = { "workflow.tsx": workflow("const value = 1;") };
    for (const jsx of ["preserve", "react-native"]) {
      const told = await said({ jsx, jsxImportSource: "tiny" }, files);
      assert.equal(told.length, 1);
      assert.match(told[0] ?? "", /^1 information: "jsx" .* by 'tiny\/jsx-runtime'/);
    }
  });

  it("transformers of a patched compiler", async () => {
    const files = { "workflow.ts": workflow("const value = 1;") };
    const told = await said({ plugins: [{ transform: "typia/lib/transform" }, { name: "next" }] }, files);
    assert.match(told[0] ?? "", /^1 warning: .* \(typia\/lib\/transform\)/);
  });

  it("and nothing where they change nothing, as in the configurations of frameworks", async () => {
    const files = {
      "src/workflow.ts": workflow(
        'import { value } from "./value.js";\nimport "./other/index.js";\nimport "./other";',
      ),
      "src/value.ts": "export const value = 1;",
      "src/other/index.ts": "export {};",
      "src/page.tsx": "export const page = 1;",
    };
    assert.deepEqual(await said({ rootDirs: ["..", "./types"], jsx: "preserve" }, files), []);
    assert.deepEqual(await said({ moduleSuffixes: [".ios", ""], plugins: [{ name: "next" }] }, files), []);
    assert.deepEqual(await said({ jsx: "react-jsx" }, { "workflow.tsx": workflow("const value = 1;") }), []);
  });
});
