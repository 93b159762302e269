import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import {
  declarationFile,
  readDeclarations,
  withSpaces,
} from "../../../src/runtime/api-types/declaration-file.ts";
import { spaceDeclaration } from "../../../src/runtime/api-types/declaration.ts";
import { declarationFiles, projectFolder } from "../../../src/runtime/api-types/folder.ts";
import { lockedSpace, lockText, parseLock, spaceChanges } from "../../../src/runtime/api-types/lock.ts";
import { declarationName, lockName, typesFolder } from "../../../src/runtime/api-types/names.ts";
import { lockOf, readLock, writeTypes } from "../../../src/runtime/api-types/store.ts";
import { api, choice, endpoint, model, parameter, returned } from "../check/fake-lookup.ts";

const speech = api(
  "owner/speech",
  endpoint(
    "/say",
    [parameter("text", "Textbox"), choice("voice", ["Alice", "Bob"])],
    [returned("Speech", "Audio")],
  ),
  endpoint("/listen", [parameter("audio", "Audio")], [returned("Text", "Textbox")]),
);
const other = api("owner/other", endpoint("/predict", [], [returned("Text", "Textbox")]));
const gone = api("owner/gone", endpoint("/predict", [], []));

describe("the lock of Spaces", () => {
  it("has the same text whatever order things were found in", () => {
    const turned = { ...speech, endpoints: speech.endpoints.toReversed() };
    const one = lockOf({
      spaces: [{ api: speech, commit: "c1" }, { api: other }],
      models: [model("a/m"), model("a/b")],
    });
    const two = lockOf({
      spaces: [{ api: other }, { api: turned, commit: "c1" }],
      models: [model("a/b"), model("a/m")],
    });
    assert.equal(lockText(one), lockText(two));
    assert.deepEqual(parseLock(lockText(one)), one);
  });

  it("fits after another commit, version of Gradio, label or default", () => {
    const [say, ...rest] = speech.endpoints;
    const parameters = say!.parameters.map((one) => ({
      ...one,
      label: "New",
      default: one.default ?? undefined,
    }));
    const now = {
      ...speech,
      version: "7.0.0",
      endpoints: [
        { ...say!, description: "New", parameters: parameters as NonNullable<typeof say>["parameters"] },
        ...rest,
      ],
    };
    assert.deepEqual(spaceChanges(lockedSpace(speech, "c1"), lockedSpace(now, "c2")), []);
  });

  it("tells in words what changed", () => {
    const now = api(
      "owner/speech",
      endpoint(
        "/say",
        [parameter("text", "Textbox"), choice("voice", ["Alice", "Carol"])],
        [returned("Speech", "Audio")],
      ),
      endpoint("/hear", [], []),
    );
    assert.deepEqual(spaceChanges(lockedSpace(speech, undefined), lockedSpace(now, undefined)), [
      "Endpoint '/listen' is gone.",
      "Endpoint '/hear' is new.",
      `Endpoint '/say' was (text: In<string>, voice: string of ["Alice","Bob"]) → Audio AudioFile, and is (text: In<string>, voice: string of ["Alice","Carol"]) → Audio AudioFile.`,
    ]);
  });

  it("stays small, and tells apart what it shortens", () => {
    const many = (last: string) =>
      lockedSpace(
        api("a/b", endpoint("/x", [choice("c", [...Array(500).keys()].map(String).concat(last))], [])),
        undefined,
      );
    assert.ok(many("a").endpoints["/x"]!.length < 120);
    assert.equal(spaceChanges(many("a"), many("b")).length, 1);
  });

  it("is refused where it is none, with what to do", () => {
    for (const text of ["", "{", "[]", `{ "version": 2, "spaces": {}, "models": {} }`])
      assert.throws(() => parseLock(text), /Delete it and run "daggr types"/);
  });
});

describe("the files of types", () => {
  let folder: string;
  beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), "daggr-api-types-")))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const files = () => readdirSync(join(folder, typesFolder)).sort();
  const text = () => readFileSync(join(folder, typesFolder, declarationName), "utf8");
  const declared = () => [...readDeclarations(text()).keys()];

  it("are written once, beside a lock, and not again while nothing changes", async () => {
    const services = { spaces: [{ api: speech, commit: "c1" }], models: [] };
    const written = await writeTypes(folder, services);
    assert.deepEqual(written, [
      join(folder, typesFolder, ".gitignore"),
      join(folder, typesFolder, declarationName),
      join(folder, lockName),
    ]);
    assert.deepEqual(files(), [".gitignore", declarationName]);
    assert.equal((await readLock(folder)).spaces["owner/speech"]?.commit, "c1");
    assert.deepEqual(await writeTypes(folder, services), []);
    assert.deepEqual(declarationFiles([join(folder, "deep/er")]), [
      `${folder}/${typesFolder}/${declarationName}`,
    ]);
  });

  it("of other Spaces stay, and go where these are all", async () => {
    await writeTypes(folder, { spaces: [{ api: speech }], models: [] });
    await writeTypes(folder, { spaces: [{ api: other }], models: [] });
    assert.deepEqual(Object.keys((await readLock(folder)).spaces), ["owner/other", "owner/speech"]);
    assert.equal(text(), declarationFile(withSpaces(new Map(), [speech, other])));
    await writeTypes(folder, { spaces: [{ api: other }], models: [] }, { all: true });
    assert.deepEqual(Object.keys((await readLock(folder)).spaces), ["owner/other"]);
    assert.deepEqual(declared(), ["owner/other"]);
  });

  it("take the place of the files that an earlier version wrote, one for each Space", async () => {
    await writeTypes(folder, { spaces: [{ api: speech }, { api: other }], models: [] });
    const whole = text();
    for (const [name, api] of Object.entries({ "owner-speech-0123abcd": speech, "gone-89abcdef": gone }))
      writeFileSync(join(folder, typesFolder, `${name}.d.ts`), declarationFile(withSpaces(new Map(), [api])));
    rmSync(join(folder, typesFolder, declarationName));
    await writeTypes(folder, { spaces: [{ api: other }], models: [] });
    assert.deepEqual(files(), [".gitignore", declarationName]);
    assert.equal(text(), whole);
  });

  it("are written again where they were harmed", async () => {
    const services = { spaces: [{ api: speech }], models: [] };
    await writeTypes(folder, services);
    const whole = text();
    writeFileSync(join(folder, typesFolder, declarationName), `${whole.slice(0, 900)}<<<<<<<`);
    await writeTypes(folder, services);
    assert.equal(text(), whole);
  });

  it("say nothing more of a Space that can no longer be declared", async () => {
    await writeTypes(folder, { spaces: [{ api: speech }, { api: other }], models: [] });
    await writeTypes(folder, { spaces: [{ api: api("owner/speech") }], models: [] });
    assert.deepEqual(declared(), ["owner/other"]);
  });

  it("are written nowhere else by a link", async () => {
    const elsewhere = join(folder, "elsewhere");
    const project = join(folder, "project");
    mkdirSync(elsewhere);
    mkdirSync(project);
    const services = { spaces: [{ api: speech }], models: [] };
    symlinkSync(elsewhere, join(project, ".daggr"));
    await assert.rejects(writeTypes(project, services), /leads to another folder by a link/);
    rmSync(join(project, ".daggr"));
    symlinkSync(join(elsewhere, "lock"), join(project, lockName));
    await assert.rejects(writeTypes(project, services), /is no file of at most 16 MB/);
    rmSync(join(project, lockName));
    mkdirSync(join(project, typesFolder), { recursive: true });
    symlinkSync(join(elsewhere, "d.ts"), join(project, typesFolder, declarationName));
    await assert.rejects(writeTypes(project, services), /is a link or no file/);
    assert.deepEqual(
      readdirSync(elsewhere).filter((name) => name !== "types"),
      [],
    );
  });

  it("keep a file that git does not see, but the lock", async () => {
    execFileSync("git", ["init", "-q", folder]);
    await writeTypes(folder, { spaces: [{ api: speech }], models: [] });
    const seen = execFileSync("git", ["-C", folder, "status", "--porcelain", "-uall"], { encoding: "utf8" });
    assert.equal(seen, `?? ${lockName}\n`);
  });

  it("belong to the nearest folder with a lock, else with a project, else to the file's own", () => {
    const flows = join(folder, "a/flows");
    mkdirSync(flows, { recursive: true });
    const file = join(flows, "w.ts");
    assert.equal(projectFolder(file, folder), flows);
    writeFileSync(join(folder, "a/package.json"), "{}");
    assert.equal(projectFolder(file, folder), join(folder, "a"));
    writeFileSync(join(folder, lockName), "{}");
    assert.equal(projectFolder(file, folder), folder);
    assert.equal(projectFolder(file, join(folder, "a")), join(folder, "a"));
  });
});

describe("hostile names in the types of Spaces", () => {
  const evil = [
    `"; } } declare global { var pwned: 1 } //`,
    "*/ export const x = 1; /*",
    "a\nb\r\nc\u2028d\u2029e",
    "`${process.exit()}`",
    "__proto__",
    "constructor",
    "\u202e\u2066gnp.exe\ud800",
    "../../../../etc/passwd",
    "\\",
    "",
  ];
  const hostile = (name: string) =>
    api(
      name,
      endpoint(
        `/${name}`,
        [
          parameter(name, "Textbox", { label: name, description: name }),
          parameter(`${name}2`, "JSON", {
            jsonType: { type: "object", properties: { [name]: { type: "string" } } },
            type: `{ ${JSON.stringify(name)}?: string }`,
          }),
          choice(`${name}3`, [name, `${name}4`]),
        ],
        [returned(name, "Textbox"), returned(`${name}\n`, name)],
      ),
    );

  for (const name of evil)
    it(`are texts and nothing else: ${JSON.stringify(name)}`, () => {
      const text = declarationFile(withSpaces(new Map(), [hostile(name), other]));
      const file = ts.createSourceFile("x.d.ts", text, ts.ScriptTarget.ES2022, true);
      const { parseDiagnostics } = file as unknown as { readonly parseDiagnostics: readonly ts.Diagnostic[] };
      assert.deepEqual(
        parseDiagnostics.map(({ messageText }) => messageText),
        [],
      );
      // An import and one module with one interface: nothing of the name became code.
      const [imported, module, ...more] = file.statements;
      assert.ok(imported && ts.isImportDeclaration(imported) && module && ts.isModuleDeclaration(module));
      assert.deepEqual(more, []);
      const inside = (module.body as ts.ModuleBlock).statements;
      assert.ok(
        inside.length === 1 && ts.isInterfaceDeclaration(inside[0]!) && inside[0].members.length === 2,
      );
      const names = inside[0].members.map((member) => (member.name as ts.StringLiteral).text);
      assert.deepEqual(names, [name, "owner/other"].sort());
      assert.ok(!/[\u2028-\u202e\u2066-\u2069]/.test(text));
      assert.equal(declarationFile(readDeclarations(text)), text);
    });

  it("leave a Space open that says too much", () => {
    const endpoints = [...Array(2_000).keys()].map((n) =>
      endpoint(
        `/x${n}`,
        [
          choice(
            "c",
            [...Array(150).keys()].map((one) => `choice ${n} ${one}`),
          ),
        ],
        [],
      ),
    );
    assert.equal(spaceDeclaration(api("a/b", ...endpoints)), undefined);
    assert.equal(spaceDeclaration(api("a/b")), undefined);
    assert.equal(spaceDeclaration(api("a/b", endpoint(5, [], []))), undefined);
  });
});
