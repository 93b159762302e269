import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filePath } from "../../../src/runtime/check/language.ts";
import { LanguageServer } from "../../../src/runtime/check/server.ts";
import type { LanguageEvent } from "../../../src/runtime/protocol/language.ts";
import type { HttpServer } from "../../hub/http.ts";
import { dist } from "./test-language.ts";
import { startTinyApp } from "./tiny-app.ts";

describe("types that the language server writes", () => {
  let app: HttpServer;
  let folder: string;
  let workspace: string;
  let events: LanguageEvent[];
  before(async () => void (app = await startTinyApp()));
  after(() => app.stop());
  beforeEach(async () => {
    events = [];
    folder = await realpath(await mkdtemp(join(tmpdir(), "daggr-space-types-")));
    workspace = join(folder, "workspace");
    await mkdir(workspace);
    await writeFile(join(folder, "package.json"), "{}");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const started = (trusted = true) =>
    new LanguageServer(
      { dist, cache: join(folder, "cache"), trusted },
      {
        huggingFaceToken: () => Promise.resolve(undefined),
        login: () => Promise.resolve(undefined),
        emit: (event) => events.push(event),
      },
    );
  const opened = (server: LanguageServer, name = "flow.ts", space = app.url) => {
    const file = filePath(join(workspace, name));
    const text = `import { GradioNode, Graph } from "daggr";
const node = new GradioNode("${space}", { apiName: "/say", inputs: { text: "Hello" } });
export default new Graph({ name: "Flow", nodes: [node] });
`;
    server.open({ file, version: 1, text });
    return { file, within: filePath(workspace) };
  };

  it("are in the workspace folder, whatever begins above it, and are written once", async () => {
    const server = started();
    const of = opened(server);
    const looked = await server.writeTypes({ ...of, how: "look" });
    assert.deepEqual(looked, { folder: filePath(workspace), spaces: [app.url], unknown: [], written: [] });
    assert.deepEqual(await readdir(workspace), []);
    const done = await server.writeTypes({ ...of, how: "write" });
    assert.equal(done?.failure, undefined);
    assert.equal(done?.written.length, 3, "the lock, the declarations, what Git ignores");
    assert.deepEqual(events.at(-1), { type: "outdated", files: [of.file] });
    assert.match(await readFile(join(workspace, "daggr.lock.json"), "utf8"), /"\/say": "\(text: /);
    assert.deepEqual((await server.writeTypes({ ...of, how: "write" }))?.written, []);
    assert.ok(!existsSync(join(folder, "daggr.lock.json")));
  });

  it("of two files of a folder stand in one lock", async () => {
    const other = await startTinyApp();
    try {
      const server = started();
      const files = [opened(server), opened(server, "other.ts", other.url)];
      await Promise.all(files.map((of) => server.writeTypes({ ...of, how: "renew" })));
      const lock = await readFile(join(workspace, "daggr.lock.json"), "utf8");
      assert.ok(lock.includes(app.url) && lock.includes(other.url), lock);
    } finally {
      await other.stop();
    }
  });

  it("are never outside of the workspace, where a link leads", async () => {
    await mkdir(join(folder, "elsewhere"));
    await symlink(join(folder, "elsewhere"), join(workspace, "linked"), "junction");
    const server = started();
    const done = await server.writeTypes({ ...opened(server, "linked/flow.ts"), how: "write" });
    assert.match(done?.failure ?? "", /linked' leads out of the workspace by a link\./);
    assert.deepEqual(await readdir(join(folder, "elsewhere")), []);
  });

  it("are not written in a workspace that nobody trusts, nor where no Space is known", async () => {
    const untrusted = started(false);
    assert.equal(await untrusted.writeTypes({ ...opened(untrusted), how: "renew" }), undefined);
    const server = started();
    const of = opened(server, "flow.ts", "http://127.0.0.1:9");
    assert.equal(await server.writeTypes({ ...of, how: "write" }), undefined);
    assert.deepEqual(await readdir(workspace), []);
  });

  it("tell which Space could not be asked", async () => {
    const server = started();
    const done = await server.writeTypes({
      ...opened(server, "flow.ts", "http://127.0.0.1:9"),
      how: "renew",
    });
    assert.match(done?.unknown.join() ?? "", /^'http:\/\/127\.0\.0\.1:9': .*could not be reached/);
  });
});
